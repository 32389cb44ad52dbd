-- name: take_of_quota
-- The row is the lock: of two callers who want the last one, the second changes no row.
UPDATE joingateexchange.quota_usage
   SET used = used + 1, version = version + 1
 WHERE account = :caller
   AND quota = :quota
   AND used < :limit;

-- name: give_back_to_quota
UPDATE joingateexchange.quota_usage
   SET used = used - :count, version = version + 1
 WHERE account = :caller
   AND quota = :quota;

-- name: used_of_quotas
SELECT quota, used
  FROM joingateexchange.quota_usage
 WHERE account = :caller;
