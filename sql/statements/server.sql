-- What a worker wants to know before it is ready, besides what every connection is asked for.

-- name: data_folder
SELECT @@GLOBAL.datadir AS data_folder

-- name: catalog_version
SELECT MAX(number) AS number FROM joingate.schema_migration WHERE applied_millis IS NOT NULL

-- name: exchange_version
SELECT MAX(number) AS number FROM joingateexchange.schema_migration WHERE applied_millis IS NOT NULL

-- name: tenant_version
SELECT MAX(number) AS number FROM schema_migration WHERE applied_millis IS NOT NULL
