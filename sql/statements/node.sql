-- name: tuple_of_node
-- A node that the operator vouches for.
SELECT pin_hash, key_version, version AS tuple_version
  FROM joingateexchange.node_tuple
 WHERE dev_eui = :dev_eui;

-- name: add_node
-- The primary key is the lock: of two groups that want one node, one inserts nothing. Locks the tuple, too, which the
-- operator may be about to remove. The version is that of the PIN which the caller has proved: the look at it took no
-- lock, and the operator may have replaced it since.
INSERT INTO joingateexchange.node (dev_eui, account, instance, group_id, bound_millis, tuple_version)
SELECT dev_eui, :caller, :instance, :group, :now, version
  FROM joingateexchange.node_tuple
 WHERE dev_eui = :dev_eui
   AND version = :tuple_version;

-- name: group_of_added_node
-- The row that was in the way: it may be younger than the snapshot, and the refused INSERT has locked it already.
SELECT group_id
  FROM joingateexchange.node
 WHERE dev_eui = :dev_eui
  LOCK IN SHARE MODE;

-- name: remove_node
DELETE FROM joingateexchange.node
 WHERE dev_eui = :dev_eui
   AND group_id = :group
   AND account = :caller;

-- name: remove_nodes_of_group
DELETE FROM joingateexchange.node
 WHERE group_id = :group
   AND account = :caller;

-- name: own_node
SELECT n.dev_eui, n.bound_millis, n.group_id, l.class_mode
  FROM joingateexchange.node AS n
  LEFT JOIN joingateexchange.lease AS l
    ON l.bound_group_id = n.group_id
   AND l.renter_account = :caller
 WHERE n.dev_eui = :dev_eui
   AND n.account = :caller;

-- name: node_of_another_account
-- Only where an action's table tells a foreign node from none (domain Q-3): the caller learns that it exists.
SELECT dev_eui
  FROM joingateexchange.node
 WHERE dev_eui = :dev_eui
   AND account <> :caller;

-- name: enable_node
UPDATE joingateexchange.node
   SET enabled = :enabled, version = version + 1
 WHERE dev_eui = :dev_eui
   AND group_id = :group
   AND account = :caller;

-- list: nodes_of_group
-- by: bound_millis, dev_eui
SELECT n.dev_eui, n.bound_millis, l.class_mode, t.join_eui, t.app_key, t.key_version
  FROM joingateexchange.node AS n
  LEFT JOIN joingateexchange.lease AS l
    ON l.bound_group_id = n.group_id
   AND l.renter_account = :caller
  LEFT JOIN joingateexchange.node_tuple AS t
    ON t.dev_eui = n.dev_eui
   AND t.version = n.tuple_version
 WHERE n.group_id = :group
   AND n.account = :caller
   AND n.instance = :instance
-- given: dev_eui
   AND LOCATE(CAST(:dev_eui AS BINARY), CAST(n.dev_eui AS BINARY)) > 0;

-- list: nodes_of_owned_permission
-- by: bound_millis, dev_eui
-- The group is the renter's, and so are the nodes; the permission's row shows that it is the caller's, of this instance.
SELECT n.dev_eui, n.bound_millis, l.class_mode
  FROM join_permission AS p
  JOIN joingateexchange.lease AS l
    ON l.permission_id = p.permission_id
   AND l.owner_account = :caller
  JOIN joingateexchange.node AS n
    ON n.group_id = l.bound_group_id
 WHERE p.permission_id = :permission
   AND p.permission_type = 'LOCAL'
-- given: dev_eui
   AND LOCATE(CAST(:dev_eui AS BINARY), CAST(n.dev_eui AS BINARY)) > 0;
