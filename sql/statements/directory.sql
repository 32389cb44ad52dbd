-- What workers read of the catalog, through a cache.

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
