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

-- name: lease_of_group
SELECT permission_id
  FROM joingateexchange.lease
 WHERE bound_group_id = :group
   AND renter_account = :caller;

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

-- name: remove_group
DELETE FROM node_group
 WHERE group_id = :group;

-- name: remove_group_id
DELETE FROM joingateexchange.resource
 WHERE id = :group
   AND kind = 'NODE_GROUP'
   AND account = :caller;
