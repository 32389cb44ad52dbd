-- name: count_miss
-- Changes no row while the account is blocked. Assignments run from left to right: `failures` is the new number where
-- the two after it read it. A block that has ended begins a new window.
INSERT INTO joingateexchange.failure_throttle
       (account, kind, window_start_millis, failures, blocked_until_millis)
VALUES (:caller, :kind, :now, 1, IF(:limit <= 1, :now + :block, 0))
    ON DUPLICATE KEY UPDATE
       version = version + (blocked_until_millis <= :now),
       failures = CASE WHEN blocked_until_millis > :now THEN failures
                       WHEN blocked_until_millis > 0 THEN 1
                       WHEN window_start_millis + :window <= :now THEN 1
                       ELSE failures + 1 END,
       window_start_millis = CASE WHEN blocked_until_millis <= :now AND failures = 1 THEN :now
                                  ELSE window_start_millis END,
       blocked_until_millis = CASE WHEN blocked_until_millis > :now THEN blocked_until_millis
                                   WHEN failures >= :limit THEN :now + :block
                                   ELSE 0 END;

-- name: blocked_guesser
SELECT kind
  FROM joingateexchange.failure_throttle
 WHERE account = :caller
   AND kind = :kind
   AND blocked_until_millis > :now;

-- name: blocked_guesser_by_now
-- As above, but waits for a miss at the same time: a guess that hits counts only if it came before the last miss.
SELECT kind
  FROM joingateexchange.failure_throttle
 WHERE account = :caller
   AND kind = :kind
   AND blocked_until_millis > :now
  LOCK IN SHARE MODE;
