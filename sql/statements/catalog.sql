-- The first part is what the directory reads, the rest what joingatectl reads and writes.

-- name: directory_account_of_key
SELECT account
  FROM joingate.access_key
 WHERE access_key_id = :key;

-- name: directory_key
SELECT k.account, k.state, k.secret, k.key_version, u.user_name, k.user_name IS NOT NULL AS is_users
  FROM joingate.access_key AS k
  LEFT JOIN joingate.ram_user AS u ON u.account = k.account AND u.user_name = k.user_name
 WHERE k.access_key_id = :key;

-- name: directory_account
-- A login name wins over the uid of another account.
SELECT account, uid, state, activated, in_arrearage
  FROM joingate.account
 WHERE account = :name OR uid = :uid
 ORDER BY account <> :name
 LIMIT 1;

-- name: directory_account_facts
-- One round trip for all that hangs on an account.
SELECT 'feature' AS kind, feature AS name, NULL AS number, NULL AS schema_name, NULL AS is_public
  FROM joingate.feature WHERE account = :account
UNION ALL
SELECT 'quota', quota, quota_limit, NULL, NULL
  FROM joingate.quota WHERE account = :account
UNION ALL
SELECT 'rate', action, per_second, NULL, NULL
  FROM joingate.rate_limit WHERE account = :account
UNION ALL
SELECT 'instance', iot_instance_id, instance, schema_name, public_account IS NOT NULL
  FROM joingate.instance WHERE account = :account AND state = 'READY'
UNION ALL
SELECT 'public_is_away', iot_instance_id, NULL, NULL, NULL
  FROM joingate.instance WHERE public_account = :account AND state <> 'READY';

-- name: directory_policies
-- The document is NULL where an attachment names a policy that is not there.
SELECT a.policy_type, a.policy_name, v.document
  FROM joingate.policy_attachment AS a
  LEFT JOIN joingate.policy AS p
    ON a.policy_type = 'Custom' AND p.account = a.account AND p.policy_name = a.policy_name
  LEFT JOIN joingate.policy_version AS v
    ON v.account = p.account AND v.policy_name = p.policy_name AND v.version_id = p.default_version
 WHERE a.account = :account
   AND ((a.principal_type = 'USER' AND a.principal_name = :user)
        OR (a.principal_type = 'GROUP'
            AND a.principal_name IN (SELECT group_name
                                       FROM joingate.ram_group_member
                                      WHERE account = :account AND user_name = :user)));

-- name: catalog_lock_account
-- Every change below an account begins here, so that limits are counted exactly.
SELECT account, uid, state, activated
  FROM joingate.account
 WHERE account = :account
   FOR UPDATE;

-- name: catalog_add_account
INSERT INTO joingate.account (account, uid, activated, create_millis)
VALUES (:account, :uid, :activated, :now);

-- name: catalog_accounts
SELECT a.account, a.uid, a.state, a.activated, IF(a.in_arrearage, 'ARREARAGE', 'NORMAL') AS charge_status,
       a.create_millis,
       (SELECT COUNT(*) FROM joingate.instance AS i WHERE i.account = a.account) AS instances,
       (SELECT COUNT(*) FROM joingate.access_key AS k WHERE k.account = a.account) AS access_keys
  FROM joingate.account AS a
 WHERE :account IS NULL OR a.account = :account
 ORDER BY a.account;

-- name: catalog_set_account_state
UPDATE joingate.account
   SET state = :state, version = version + 1
 WHERE account = :account AND state <> :state;

-- name: catalog_set_activated
UPDATE joingate.account
   SET activated = :activated, version = version + 1
 WHERE account = :account AND activated <> :activated;

-- name: catalog_set_arrearage
UPDATE joingate.account
   SET in_arrearage = :in_arrearage, version = version + 1
 WHERE account = :account AND in_arrearage <> :in_arrearage;

-- name: catalog_add_quota_usage
INSERT INTO joingateexchange.quota_usage (account, quota)
VALUES (:account, :quota)
    ON DUPLICATE KEY UPDATE used = used;

-- name: catalog_quota_usage
SELECT quota, used
  FROM joingateexchange.quota_usage
 WHERE account = :account
 ORDER BY quota;

-- name: catalog_set_quota
INSERT INTO joingate.quota (account, quota, quota_limit)
VALUES (:account, :quota, :limit)
    ON DUPLICATE KEY UPDATE quota_limit = :limit;

-- name: catalog_unset_quota
DELETE FROM joingate.quota
 WHERE account = :account AND quota = :quota;

-- name: catalog_quotas
SELECT quota, quota_limit
  FROM joingate.quota
 WHERE account = :account
 ORDER BY quota;

-- name: catalog_set_rate
INSERT INTO joingate.rate_limit (account, action, per_second)
VALUES (:account, :action, :limit)
    ON DUPLICATE KEY UPDATE per_second = :limit;

-- name: catalog_unset_rate
DELETE FROM joingate.rate_limit
 WHERE account = :account AND action = :action;

-- name: catalog_rates
SELECT action, per_second
  FROM joingate.rate_limit
 WHERE account = :account
 ORDER BY action;

-- name: catalog_activate_feature
INSERT INTO joingate.feature (account, feature)
VALUES (:account, :feature)
    ON DUPLICATE KEY UPDATE feature = feature;

-- name: catalog_deactivate_feature
DELETE FROM joingate.feature
 WHERE account = :account AND feature = :feature;

-- name: catalog_features
SELECT feature
  FROM joingate.feature
 WHERE account = :account
 ORDER BY feature;

-- name: catalog_add_user
INSERT INTO joingate.ram_user (account, user_name, create_millis)
VALUES (:account, :user, :now);

-- name: catalog_users
SELECT u.user_name, u.create_millis,
       (SELECT COUNT(*) FROM joingate.access_key AS k
         WHERE k.account = u.account AND k.user_name = u.user_name) AS access_keys,
       (SELECT COUNT(*) FROM joingate.ram_group_member AS m
         WHERE m.account = u.account AND m.user_name = u.user_name) AS user_groups,
       (SELECT COUNT(*) FROM joingate.policy_attachment AS p
         WHERE p.account = u.account AND p.principal_type = 'USER'
           AND p.principal_name = u.user_name) AS policies
  FROM joingate.ram_user AS u
 WHERE u.account = :account
   AND (:user IS NULL OR u.user_name = :user)
 ORDER BY u.user_name;

-- name: catalog_delete_user
DELETE FROM joingate.ram_user
 WHERE account = :account AND user_name = :user;

-- name: catalog_delete_keys_of_user
DELETE FROM joingate.access_key
 WHERE account = :account AND user_name = :user;

-- name: catalog_leave_groups
DELETE FROM joingate.ram_group_member
 WHERE account = :account AND user_name = :user;

-- name: catalog_add_group
INSERT INTO joingate.ram_group (account, group_name, create_millis)
VALUES (:account, :group, :now);

-- name: catalog_groups
SELECT g.group_name, g.create_millis,
       (SELECT COUNT(*) FROM joingate.ram_group_member AS m
         WHERE m.account = g.account AND m.group_name = g.group_name) AS users,
       (SELECT COUNT(*) FROM joingate.policy_attachment AS p
         WHERE p.account = g.account AND p.principal_type = 'GROUP'
           AND p.principal_name = g.group_name) AS policies
  FROM joingate.ram_group AS g
 WHERE g.account = :account
   AND (:group IS NULL OR g.group_name = :group)
 ORDER BY g.group_name;

-- name: catalog_delete_group
DELETE FROM joingate.ram_group
 WHERE account = :account AND group_name = :group;

-- name: catalog_empty_group
DELETE FROM joingate.ram_group_member
 WHERE account = :account AND group_name = :group;

-- name: catalog_add_member
INSERT INTO joingate.ram_group_member (account, group_name, user_name)
VALUES (:account, :group, :user)
    ON DUPLICATE KEY UPDATE user_name = user_name;

-- name: catalog_remove_member
DELETE FROM joingate.ram_group_member
 WHERE account = :account AND group_name = :group AND user_name = :user;

-- name: catalog_members
SELECT group_name, user_name
  FROM joingate.ram_group_member
 WHERE account = :account
   AND (:group IS NULL OR group_name = :group)
   AND (:user IS NULL OR user_name = :user)
 ORDER BY group_name, user_name;

-- name: catalog_add_key
INSERT INTO joingate.access_key (access_key_id, account, user_name, secret, key_version, create_millis)
VALUES (:key, :account, :user, :secret, :version, :now);

-- name: catalog_key
SELECT access_key_id, account, user_name, state, secret, key_version
  FROM joingate.access_key
 WHERE access_key_id = :key
   FOR UPDATE;

-- name: catalog_keys
SELECT access_key_id, account, user_name, state, create_millis
  FROM joingate.access_key
 WHERE account = :account
   AND (:user IS NULL OR user_name = :user)
 ORDER BY user_name, create_millis, access_key_id;

-- name: catalog_set_key_state
UPDATE joingate.access_key
   SET state = :state
 WHERE access_key_id = :key AND state <> :state;

-- name: catalog_delete_key
DELETE FROM joingate.access_key
 WHERE access_key_id = :key;

-- name: catalog_add_policy
INSERT INTO joingate.policy (account, policy_name, default_version, create_millis)
VALUES (:account, :policy, 1, :now);

-- name: catalog_add_policy_version
INSERT INTO joingate.policy_version (account, policy_name, version_id, document, create_millis)
VALUES (:account, :policy, :version, :document, :now);

-- name: catalog_set_default_version
UPDATE joingate.policy
   SET default_version = :version
 WHERE account = :account AND policy_name = :policy;

-- name: catalog_policy_versions
-- Oldest first.
SELECT p.policy_name, p.default_version, v.version_id, v.document, v.create_millis
  FROM joingate.policy AS p
  JOIN joingate.policy_version AS v ON v.account = p.account AND v.policy_name = p.policy_name
 WHERE p.account = :account AND p.policy_name = :policy
 ORDER BY v.version_id;

-- name: catalog_delete_policy_version
DELETE FROM joingate.policy_version
 WHERE account = :account AND policy_name = :policy AND version_id = :version;

-- name: catalog_policies
SELECT p.policy_name, p.default_version, p.create_millis,
       (SELECT COUNT(*) FROM joingate.policy_attachment AS a
         WHERE a.account = p.account AND a.policy_type = 'Custom'
           AND a.policy_name = p.policy_name) AS attachments
  FROM joingate.policy AS p
 WHERE p.account = :account
   AND (:policy IS NULL OR p.policy_name = :policy)
 ORDER BY p.policy_name;

-- name: catalog_delete_policy
DELETE FROM joingate.policy
 WHERE account = :account AND policy_name = :policy;

-- name: catalog_attach
INSERT INTO joingate.policy_attachment
       (account, principal_type, principal_name, policy_type, policy_name, create_millis)
VALUES (:account, :principal_type, :principal, :policy_type, :policy, :now)
    ON DUPLICATE KEY UPDATE policy_name = policy_name;

-- name: catalog_detach
DELETE FROM joingate.policy_attachment
 WHERE account = :account AND principal_type = :principal_type AND principal_name = :principal
   AND policy_type = :policy_type AND policy_name = :policy;

-- name: catalog_detach_everywhere
DELETE FROM joingate.policy_attachment
 WHERE account = :account AND policy_type = 'Custom' AND policy_name = :policy;

-- name: catalog_detach_all
DELETE FROM joingate.policy_attachment
 WHERE account = :account AND principal_type = :principal_type AND principal_name = :principal;

-- name: catalog_attachments
SELECT principal_type, principal_name, policy_type, policy_name
  FROM joingate.policy_attachment
 WHERE account = :account
   AND (:principal_type IS NULL OR principal_type = :principal_type)
   AND (:principal IS NULL OR principal_name = :principal)
 ORDER BY principal_type, principal_name, policy_type, policy_name;

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
