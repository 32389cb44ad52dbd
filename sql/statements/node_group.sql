-- name: lease_to_bind
-- Locks the lease: of two bindings of one permission, the second sees the first.
SELECT bound_group_id
  FROM joingateexchange.lease
 WHERE permission_id = :permission
   AND renter_account = :caller
   AND lease_state = 'ACCEPTED'
   FOR UPDATE;

-- name: group_to_change
-- Every change of a group holds its row. One row, whatever the number of locks: any WRITE lock will do.
SELECT node_group.group_name, node_group_lock.lock_id AS write_lock
  FROM node_group
  LEFT JOIN node_group_lock
    ON node_group_lock.group_id = node_group.group_id
   AND node_group_lock.lock_type = 'WRITE'
 WHERE node_group.group_id = :group
 LIMIT 1
   FOR UPDATE;

-- list: groups
-- by: create_millis, group_id
SELECT g.group_id, g.group_name, g.create_millis, g.dispatch_enabled, g.dispatch_destination, g.product_type,
       g.product_name, g.product_key, g.debug_switch, g.uplink_region_name, g.uplink_topic,
       l.permission_id, l.permission_type, l.owner_account, l.permission_name, l.join_eui, l.freq_band_plan_group_id,
       l.class_mode, l.enabled,
       (SELECT COUNT(*) FROM joingateexchange.node AS n WHERE n.group_id = g.group_id) AS nodes_count,
       EXISTS (SELECT 1 FROM node_group_lock AS k WHERE k.group_id = g.group_id) AS is_locked
  FROM node_group AS g
  LEFT JOIN joingateexchange.lease AS l
    ON l.bound_group_id = g.group_id
   AND l.renter_account = :caller
 WHERE TRUE
-- given: group
   AND g.group_id = :group
-- given: name
   AND LOCATE(CAST(:name AS BINARY), CAST(g.group_name AS BINARY)) > 0
-- given: join_eui
   AND LOCATE(CAST(:join_eui AS BINARY), CAST(l.join_eui AS BINARY)) > 0
-- given: dev_eui
   AND g.group_id IN (SELECT n.group_id
                        FROM joingateexchange.node AS n
                       WHERE n.account = :caller
                         AND n.instance = :instance
                         AND LOCATE(CAST(:dev_eui AS BINARY), CAST(n.dev_eui AS BINARY)) > 0);

-- name: lease_of_group
SELECT permission_id
  FROM joingateexchange.lease
 WHERE bound_group_id = :group
   AND renter_account = :caller;

-- name: contents_of_group
SELECT (SELECT permission_id
          FROM joingateexchange.lease
         WHERE bound_group_id = :group AND renter_account = :caller) AS bound_permission,
       (SELECT COUNT(*)
          FROM joingateexchange.node
         WHERE group_id = :group AND account = :caller) AS nodes_count;

-- name: group_of_anybody
-- Only where an action's table tells a foreign group from none (domain Q-3): the caller learns that it exists.
SELECT id
  FROM joingateexchange.resource
 WHERE id = :group
   AND kind = 'NODE_GROUP'
   AND account <> :caller;

-- name: add_group_id
INSERT INTO joingateexchange.resource (kind, account, instance)
VALUES ('NODE_GROUP', :caller, :instance);

-- name: add_group
INSERT INTO node_group (group_id, group_name, create_millis)
VALUES (:group, :name, :now);

-- name: bind_lease
UPDATE joingateexchange.lease
   SET bound_group_id = :group, bound_group_name = :name, version = version + 1
 WHERE permission_id = :permission
   AND renter_account = :caller
   AND lease_state = 'ACCEPTED'
   AND bound_group_id IS NULL;

-- name: unbind_lease
UPDATE joingateexchange.lease
   SET bound_group_id = NULL, bound_group_name = NULL, version = version + 1
 WHERE permission_id = :permission
   AND renter_account = :caller
   AND lease_state = 'ACCEPTED'
   AND bound_group_id = :group;

-- name: rename_group
UPDATE node_group
   SET group_name = :name, version = version + 1
 WHERE group_id = :group;

-- name: rename_bound_group
UPDATE joingateexchange.lease
   SET bound_group_name = :name, version = version + 1
 WHERE bound_group_id = :group
   AND renter_account = :caller;

-- name: configure_data_dispatch
UPDATE node_group
   SET dispatch_destination = :destination,
       product_type         = :product_type,
       product_name         = :product_name,
       product_key          = :product_key,
       debug_switch         = :debug_switch,
       uplink_region_name   = :uplink_region_name,
       uplink_topic         = :uplink_topic,
       version              = version + 1
 WHERE group_id = :group;

-- name: enable_data_dispatch
UPDATE node_group
   SET dispatch_enabled = :enabled, version = version + 1
 WHERE group_id = :group;

-- name: remove_group
DELETE FROM node_group
 WHERE group_id = :group;

-- name: remove_group_id
DELETE FROM joingateexchange.resource
 WHERE id = :group
   AND kind = 'NODE_GROUP'
   AND account = :caller;
