-- What joingatectl reads and writes of accounts, their quotas, rates and features.

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
