-- What joingatectl reads and writes of instances, also to end one, and of the locks in them.

-- name: catalog_add_instance
INSERT INTO joingate.instance (iot_instance_id, account, public_account, create_millis)
VALUES (:id, :account, :public_account, :now);

-- name: catalog_name_schema
UPDATE joingate.instance
   SET schema_name = :schema, version = version + 1
 WHERE instance = :instance AND schema_name IS NULL;

-- name: catalog_lock_instance
-- The row is held while an instance is made or unmade, so that two operators cannot do both at once.
SELECT instance, iot_instance_id, account, schema_name, state, public_account IS NOT NULL AS is_public
  FROM joingate.instance
 WHERE iot_instance_id = :id
   FOR UPDATE;

-- name: catalog_instance
SELECT instance, iot_instance_id, account, schema_name, state, public_account IS NOT NULL AS is_public
  FROM joingate.instance
 WHERE iot_instance_id = :id;

-- name: catalog_public_instance
SELECT iot_instance_id
  FROM joingate.instance
 WHERE public_account = :account;

-- name: catalog_orphaned_instance
-- An instance in CREATING whose row nobody holds was left behind by a crash.
SELECT iot_instance_id
  FROM joingate.instance
 WHERE account = :account AND public_account IS NULL AND state = 'CREATING'
 ORDER BY instance
 LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- name: catalog_instances
SELECT iot_instance_id, account, schema_name, state, public_account IS NOT NULL AS is_public,
       create_millis
  FROM joingate.instance
 WHERE :account IS NULL OR account = :account
 ORDER BY account, instance;

-- name: catalog_move_instance
-- The old state in the WHERE clause is the lock.
UPDATE joingate.instance
   SET state = :to, version = version + 1
 WHERE iot_instance_id = :id AND state = :from;

-- name: catalog_delete_instance
DELETE FROM joingate.instance
 WHERE iot_instance_id = :id AND state = 'DELETING';

-- name: catalog_permissions_of_instance
-- In the schema of an instance that nobody serves any more, as the next statements: the ids are read without locks,
-- and what they name is then changed by its primary key.
SELECT p.permission_id, p.permission_type, l.permission_id IS NOT NULL AS leased, l.order_id
  FROM join_permission AS p
  LEFT JOIN joingateexchange.lease AS l ON l.permission_id = p.permission_id
 ORDER BY p.permission_id
 LIMIT 50;

-- name: catalog_leases_of_instance
SELECT permission_id, order_id
  FROM joingateexchange.lease
 WHERE renter_account = :account
   AND renter_instance = :instance
 ORDER BY permission_id
 LIMIT 50;

-- name: catalog_bound_groups_of_instance
-- A permission of another instance of the same account may be bound to a group that goes.
SELECT l.permission_id, l.bound_group_id
  FROM joingateexchange.resource AS r
  JOIN joingateexchange.lease AS l ON l.bound_group_id = r.id
 WHERE r.instance = :instance
 ORDER BY l.permission_id
 LIMIT 50;

-- name: catalog_nodes_of_instance
SELECT dev_eui, group_id
  FROM joingateexchange.node
 WHERE account = :account
   AND instance = :instance
 ORDER BY dev_eui
 LIMIT 50;

-- name: catalog_resources_of_instance
SELECT id
  FROM joingateexchange.resource
 WHERE instance = :instance
 ORDER BY id
 LIMIT 50;

-- name: catalog_gateways_of_instance
SELECT gw_eui
  FROM joingateexchange.gateway_claim
 WHERE account = :account
   AND instance = :instance
 ORDER BY gw_eui
 LIMIT 50;

-- name: catalog_cancel_order
UPDATE joingateexchange.auth_order
   SET order_state = 'CANCELED', canceled_millis = :now, version = version + 1
 WHERE order_id = :order AND order_state = 'APPLYING';

-- name: catalog_reject_order
UPDATE joingateexchange.auth_order
   SET order_state = 'REJECTED', rejected_millis = :now, version = version + 1
 WHERE order_id = :order AND order_state = 'APPLYING';

-- name: catalog_end_lease
DELETE FROM joingateexchange.lease
 WHERE permission_id = :permission;

-- name: catalog_end_lease_of_renter
-- The owner may have withdrawn it since, and offered the permission to somebody else.
DELETE FROM joingateexchange.lease
 WHERE permission_id = :permission AND renter_instance = :instance;

-- name: catalog_unbind_group
UPDATE joingateexchange.lease
   SET bound_group_id = NULL, bound_group_name = NULL, version = version + 1
 WHERE permission_id = :permission AND bound_group_id = :group;

-- name: catalog_forget_node
DELETE FROM joingateexchange.node
 WHERE dev_eui = :dev_eui AND group_id = :group;

-- name: catalog_forget_resource
DELETE FROM joingateexchange.resource
 WHERE id = :id;

-- name: catalog_release_gateway
DELETE FROM joingateexchange.gateway_claim
 WHERE gw_eui = :gateway AND instance = :instance;

-- name: catalog_give_back_quota
UPDATE joingateexchange.quota_usage
   SET used = GREATEST(used - :count, 0), version = version + 1
 WHERE account = :account AND quota = :quota;

-- name: catalog_instance_of_resource
SELECT kind, instance
  FROM joingateexchange.resource
 WHERE id = :id;

-- name: catalog_schema_of_instance
SELECT schema_name
  FROM joingate.instance
 WHERE instance = :instance;

-- name: tenant_add_lock
INSERT INTO node_group_lock (group_id, lock_id, lock_type, create_millis)
VALUES (:group, :lock, :type, :now)
    ON DUPLICATE KEY UPDATE lock_type = :type;

-- name: tenant_remove_lock
DELETE FROM node_group_lock
 WHERE group_id = :group AND lock_id = :lock;

-- name: tenant_locks
SELECT lock_id, lock_type, create_millis
  FROM node_group_lock
 WHERE group_id = :group
 ORDER BY lock_id;
