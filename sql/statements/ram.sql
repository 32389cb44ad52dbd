-- What joingatectl reads and writes of RAM users, groups, keys and policies.

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
