-- The row that makes a write happen at most once. Its key waits for an unfinished transaction with the same key, so
-- that whoever gets past it knows how the other one ended.

-- name: ledger_begin
INSERT INTO request_ledger (access_key_id, nonce, request_id, action, expires_millis)
VALUES (:access_key_id, :nonce, :request_id, :action, :expires_millis)

-- name: ledger_end
UPDATE request_ledger
   SET result = :result
 WHERE access_key_id = :access_key_id
   AND nonce = :nonce

-- name: ledger_entry
SELECT request_id, result
  FROM request_ledger
 WHERE access_key_id = :access_key_id
   AND nonce = :nonce

-- name: ledger_purge
-- Few at a time: nobody waits long for it.
DELETE FROM request_ledger
 WHERE expires_millis < :now
 LIMIT 200
