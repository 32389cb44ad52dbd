-- name: owned_permission
-- The hot path: one statement, primary keys, and the nodes of the group that is bound. Of that group's own row only the
-- caller's is in this schema: where the owner is the renter as well.
SELECT p.permission_name, p.freq_band_plan_group_id, p.class_mode, p.join_eui, p.rx_delay, p.data_rate, p.enabled,
       p.create_millis, l.lease_state, l.renter_account, g.dispatch_destination, g.product_name,
       (SELECT COUNT(*) FROM joingateexchange.node AS n WHERE n.group_id = l.bound_group_id) AS nodes_count
  FROM join_permission AS p
  LEFT JOIN joingateexchange.lease AS l
    ON l.permission_id = p.permission_id
   AND l.owner_account = :caller
  LEFT JOIN node_group AS g
    ON g.group_id = l.bound_group_id
 WHERE p.permission_id = :permission
   AND p.permission_type = 'LOCAL';

-- list: owned_permissions
-- by: create_millis, permission_id
-- Filters compare bytes, since they may hold characters that the ASCII columns have not; % and _ match themselves.
SELECT p.permission_id, p.permission_name, p.freq_band_plan_group_id, p.class_mode, p.join_eui,
       p.rx_delay, p.data_rate, p.enabled, p.create_millis, l.lease_state, l.renter_account
  FROM join_permission AS p
  LEFT JOIN joingateexchange.lease AS l
    ON l.permission_id = p.permission_id
   AND l.owner_account = :caller
 WHERE p.permission_type = 'LOCAL'
-- given: name
   AND LOCATE(CAST(:name AS BINARY), CAST(p.permission_name AS BINARY)) > 0
-- given: join_eui
   AND LOCATE(CAST(:join_eui AS BINARY), CAST(p.join_eui AS BINARY)) > 0
-- given: rare_names
-- The ids of those that have the part of a name, where they are few.
   AND p.permission_id IN (SELECT id FROM JSON_TABLE(:rare_names, '$[*]' COLUMNS (id BIGINT PATH '$')) AS names)
-- given: rare_euis
   AND p.permission_id IN (SELECT id FROM JSON_TABLE(:rare_euis, '$[*]' COLUMNS (id BIGINT PATH '$')) AS euis)
-- given: renter
   AND LOCATE(CAST(:renter AS BINARY), CAST(l.renter_account AS BINARY)) > 0
-- given: enabled
   AND p.enabled = :enabled;

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

-- name: ids_with_name_part
-- Each place where a name could match begins one of its suffixes, so that a part of the name is a range of an index.
-- A name may match at several places.
SELECT permission_id
  FROM permission_name_suffix
 WHERE suffix LIKE CONCAT(REPLACE(REPLACE(REPLACE(:part, '|', '||'), '%', '|%'), '_', '|_'), '%') ESCAPE '|'
 LIMIT :most;

-- name: ids_with_join_eui_part
-- Many permissions share few JoinEUIs, and an index tells which ones there are.
SELECT p.permission_id
  FROM (SELECT join_eui
          FROM (SELECT DISTINCT join_eui FROM join_permission) AS known
         WHERE LOCATE(CAST(:part AS BINARY), CAST(join_eui AS BINARY)) > 0) AS matching
  STRAIGHT_JOIN join_permission AS p ON p.join_eui = matching.join_eui
 LIMIT :most;

-- name: add_name_suffixes
INSERT INTO permission_name_suffix (suffix, permission_id)
SELECT SUBSTRING(p.permission_name, n.position), p.permission_id
  FROM join_permission AS p
  JOIN name_position AS n ON n.position <= CHAR_LENGTH(p.permission_name)
 WHERE p.permission_id = :permission;

-- name: remove_name_suffixes
DELETE FROM permission_name_suffix
 WHERE permission_id = :permission;

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
-- What the renter sees follows what was set, in the same transaction; who rents a ROAMING permission sets it himself.
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
   AND :caller IN (l.owner_account, l.renter_account);

-- name: remove_permission
DELETE FROM join_permission
 WHERE permission_id = :permission
   AND permission_type = :type;

-- name: remove_permission_id
DELETE FROM joingateexchange.resource
 WHERE id = :permission
   AND kind = 'JOIN_PERMISSION'
   AND account = :caller;
