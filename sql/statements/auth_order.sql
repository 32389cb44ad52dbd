-- name: permission_to_offer
-- The row stays locked, so that the terms copied into the lease cannot change meanwhile. The look at the lease
-- takes no lock: offers of one account do not wait for each other, and what an offer at the same time hides from the
-- first look, the primary key of the lease shows.
SELECT permission_id,
       (SELECT COUNT(*)
          FROM joingateexchange.lease AS l
         WHERE l.permission_id = :permission AND l.owner_account = :caller) AS granted
  FROM join_permission
 WHERE permission_id = :permission
   AND permission_type = 'LOCAL'
   FOR UPDATE;

-- name: add_order
INSERT INTO joingateexchange.auth_order
       (permission_id, owner_account, renter_account, order_state, applying_millis, accepted_millis)
VALUES (:permission, :caller, :renter, :state, :now, :accepted);

-- name: add_lease
-- The primary key is the lock: of two offers of one permission, one inserts nothing.
INSERT INTO joingateexchange.lease
       (permission_id, permission_type, owner_account, renter_account, renter_instance, lease_state, order_id,
        permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, data_rate, enabled, create_millis)
SELECT permission_id, permission_type, :caller, :renter, :renter_instance, :state, :order,
       permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, data_rate, enabled, create_millis
  FROM join_permission
 WHERE permission_id = :permission;

-- name: accept_order
-- The old state in the WHERE clause is the lock: of two answers, one changes no row.
UPDATE joingateexchange.auth_order
   SET order_state = 'ACCEPTED', accepted_millis = :now, version = version + 1
 WHERE order_id = :order
   AND renter_account = :caller
   AND order_state = 'APPLYING';

-- name: reject_order
UPDATE joingateexchange.auth_order
   SET order_state = 'REJECTED', rejected_millis = :now, version = version + 1
 WHERE order_id = :order
   AND renter_account = :caller
   AND order_state = 'APPLYING';

-- name: cancel_order
UPDATE joingateexchange.auth_order
   SET order_state = 'CANCELED', canceled_millis = :now, version = version + 1
 WHERE order_id = :order
   AND owner_account = :caller
   AND order_state = 'APPLYING';

-- name: lend_to_renter
UPDATE joingateexchange.lease
   SET lease_state = 'ACCEPTED', version = version + 1
 WHERE order_id = :order
   AND renter_account = :caller
   AND lease_state = 'APPLYING';

-- name: end_offer_of_order
DELETE FROM joingateexchange.lease
 WHERE order_id = :order
   AND :caller IN (owner_account, renter_account)
   AND lease_state = 'APPLYING';

-- name: order_of_renter
SELECT order_id
  FROM joingateexchange.auth_order
 WHERE order_id = :order
   AND renter_account = :caller;

-- name: order_of_owner
SELECT order_id
  FROM joingateexchange.auth_order
 WHERE order_id = :order
   AND owner_account = :caller;

-- name: order_of_anybody
-- Only where an action's table tells a foreign order from none (domain Q-3): the caller learns that it exists.
SELECT order_id
  FROM joingateexchange.auth_order
 WHERE order_id = :order;

-- name: order_of_party
SELECT order_id, permission_id, owner_account, renter_account, order_state,
       applying_millis, accepted_millis, rejected_millis, canceled_millis
  FROM joingateexchange.auth_order
 WHERE order_id = :order
   AND :caller IN (owner_account, renter_account);

-- name: open_order_of_permission
-- At most one: the primary key of the lease.
SELECT o.order_id, o.permission_id, o.owner_account, o.renter_account, o.order_state,
       o.applying_millis, o.accepted_millis, o.rejected_millis, o.canceled_millis
  FROM joingateexchange.lease AS l
  JOIN joingateexchange.auth_order AS o ON o.order_id = l.order_id
 WHERE l.permission_id = :permission
   AND l.owner_account = :caller
   AND l.lease_state = 'APPLYING';
