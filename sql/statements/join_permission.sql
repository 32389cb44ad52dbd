-- name: owned_permission
-- The hot path: one statement, two primary keys.
SELECT p.permission_name, p.freq_band_plan_group_id, p.class_mode, p.join_eui, p.rx_delay, p.data_rate, p.enabled,
       p.create_millis, l.lease_state, l.renter_account, l.nodes_count
  FROM join_permission AS p
  LEFT JOIN joingateexchange.lease AS l
    ON l.permission_id = p.permission_id
   AND l.owner_account = :caller
 WHERE p.permission_id = :permission
   AND p.permission_type = 'LOCAL';

-- name: owned_permissions
-- A page and the count behind it, from one WHERE clause: the count is there even when the page is empty. An empty
-- filter is found in every text; bytes are compared, since a filter may hold characters that the ASCII columns have
-- not. The sign of :direction turns the order round.
WITH found AS (
    SELECT p.permission_id, p.permission_name, p.freq_band_plan_group_id, p.class_mode, p.join_eui, p.rx_delay,
           p.data_rate, p.enabled, p.create_millis, l.lease_state, l.renter_account
      FROM join_permission AS p
      LEFT JOIN joingateexchange.lease AS l
        ON l.permission_id = p.permission_id
       AND l.owner_account = :caller
     WHERE p.permission_type = 'LOCAL'
       AND LOCATE(CAST(:name AS BINARY), p.permission_name) > 0
       AND LOCATE(CAST(:join_eui AS BINARY), p.join_eui) > 0
       AND LOCATE(CAST(:renter AS BINARY), COALESCE(l.renter_account, '')) > 0
       AND p.enabled = COALESCE(:enabled, p.enabled)
)
SELECT counted.total_count, page.*
  FROM (SELECT COUNT(*) AS total_count FROM found) AS counted
  LEFT JOIN (SELECT *
               FROM found
              ORDER BY :direction * create_millis, :direction * permission_id
              LIMIT :limit OFFSET :offset) AS page
    ON TRUE
 ORDER BY :direction * page.create_millis, :direction * page.permission_id;

-- name: permission_to_change
-- Locks the permission, and by that keeps it from being offered: an offer takes the same lock before it adds a lease.
-- The look at the lease is no locking read on purpose: a lock on a row that is not there would be a lock on the gap,
-- in which other owners want to add theirs.
SELECT p.permission_id,
       (SELECT IF(l.lease_state = 'ACCEPTED' AND l.renter_account = :caller, 'SELF', 'OTHER')
          FROM joingateexchange.lease AS l
         WHERE l.permission_id = p.permission_id
           AND l.owner_account = :caller) AS granted_to
  FROM join_permission AS p
 WHERE p.permission_id = :permission
   AND p.permission_type = 'LOCAL'
   FOR UPDATE;

-- name: lease_of_permission
SELECT permission_id
  FROM joingateexchange.lease
 WHERE permission_id = :permission
   AND owner_account = :caller;

-- name: permission_of_another_account
SELECT id
  FROM joingateexchange.resource
 WHERE id = :permission
   AND kind = 'JOIN_PERMISSION'
   AND account <> :caller;

-- name: add_permission_id
INSERT INTO joingateexchange.resource (kind, account, instance)
VALUES ('JOIN_PERMISSION', :caller, :instance);

-- name: add_permission
INSERT INTO join_permission
       (permission_id, permission_type, permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay,
        data_rate, create_millis)
VALUES (:permission, :type, :name, :band, :class_mode, :join_eui, :rx_delay, :data_rate, :now);

-- name: change_permission
-- What is NULL stays as it is.
UPDATE join_permission
   SET permission_name         = COALESCE(:name, permission_name),
       freq_band_plan_group_id = COALESCE(:band, freq_band_plan_group_id),
       class_mode              = COALESCE(:class_mode, class_mode),
       join_eui                = COALESCE(:join_eui, join_eui),
       rx_delay                = COALESCE(:rx_delay, rx_delay),
       data_rate               = COALESCE(:data_rate, data_rate),
       version                 = version + 1
 WHERE permission_id = :permission;

-- name: enable_permission
UPDATE join_permission
   SET enabled = :enabled, version = version + 1
 WHERE permission_id = :permission;

-- name: copy_terms_to_lease
-- What the renter sees follows what the owner set, in the same transaction.
UPDATE joingateexchange.lease AS l
  JOIN join_permission AS p ON p.permission_id = l.permission_id
   SET l.permission_name         = p.permission_name,
       l.freq_band_plan_group_id = p.freq_band_plan_group_id,
       l.class_mode              = p.class_mode,
       l.join_eui                = p.join_eui,
       l.rx_delay                = p.rx_delay,
       l.data_rate               = p.data_rate,
       l.enabled                 = p.enabled,
       l.version                 = l.version + 1
 WHERE l.permission_id = :permission
   AND l.owner_account = :caller;

-- name: remove_permission
DELETE FROM join_permission
 WHERE permission_id = :permission
   AND permission_type = :type;

-- name: remove_permission_id
DELETE FROM joingateexchange.resource
 WHERE id = :permission
   AND kind = 'JOIN_PERMISSION'
   AND account = :caller;
