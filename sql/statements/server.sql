-- What a worker wants to know before it is ready.

-- name: server_settings
SELECT @@GLOBAL.innodb_flush_log_at_trx_commit AS flush_at_commit,
       @@GLOBAL.log_bin AS log_bin,
       @@GLOBAL.sync_binlog AS sync_binlog,
       @@GLOBAL.local_infile AS local_infile,
       @@GLOBAL.datadir AS data_folder

-- name: catalog_version
SELECT MAX(number) AS number FROM joingate.schema_migration WHERE applied_millis IS NOT NULL

-- name: exchange_version
SELECT MAX(number) AS number FROM joingateexchange.schema_migration WHERE applied_millis IS NOT NULL
