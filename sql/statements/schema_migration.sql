-- Which migrations a schema has: every schema has this table.

-- name: migration_list
SELECT number, name, sha256, statements_done, applied_millis
  FROM schema_migration
 ORDER BY number

-- name: migration_begin
INSERT INTO schema_migration (number, name, sha256) VALUES (:number, :name, :sha256)

-- name: migration_step
UPDATE schema_migration SET statements_done = :done WHERE number = :number

-- name: migration_end
UPDATE schema_migration SET applied_millis = :now WHERE number = :number
