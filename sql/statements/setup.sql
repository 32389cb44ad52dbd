-- What joingatectl wants to know of a server that it sets up or looks at.

-- name: server_state
-- :now is the time of the program that asks.
SELECT @@GLOBAL.log_bin AS log_bin, @@GLOBAL.datadir AS data_folder,
       CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000 AS SIGNED) - :now AS ahead_millis

-- name: setup_stored_secrets
-- Whether anything is encrypted or hashed under the master key.
SELECT EXISTS(SELECT 1 FROM joingate.access_key)
       OR EXISTS(SELECT 1 FROM joingateexchange.node_tuple)
       OR EXISTS(SELECT 1 FROM joingateexchange.gateway_tuple) AS are_there
