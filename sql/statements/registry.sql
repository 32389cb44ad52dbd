-- What joingatectl does to the registries of devices. Tuples come as one JSON array of arrays, some hundred at a time:
-- [[EUI, JoinEUI, PIN hash, sealed AppKey], ...], of a gateway [[EUI, PIN hash], ...], bytes in hexadecimal.

-- name: registry_known_nodes
-- Not FOR UPDATE: most are not there, and a lock would be one on the gap.
SELECT t.dev_eui AS eui, t.join_eui, t.pin_hash, t.app_key, t.key_version
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]')) AS given
  STRAIGHT_JOIN joingateexchange.node_tuple AS t ON t.dev_eui = given.eui;

-- name: registry_add_nodes
INSERT INTO joingateexchange.node_tuple
       (dev_eui, join_eui, pin_hash, app_key, key_version, create_millis)
SELECT eui, join_eui, UNHEX(pin_hash), UNHEX(app_key), :key_version, :now
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
                    join_eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
                    pin_hash CHAR(64) PATH '$[2]',
                    app_key CHAR(128) PATH '$[3]')) AS given;

-- name: registry_put_nodes
INSERT INTO joingateexchange.node_tuple
       (dev_eui, join_eui, pin_hash, app_key, key_version, create_millis)
SELECT given.eui, given.join_eui, UNHEX(given.pin_hash), UNHEX(given.app_key), :key_version, :now
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
                    join_eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
                    pin_hash CHAR(64) PATH '$[2]',
                    app_key CHAR(128) PATH '$[3]')) AS given
ON DUPLICATE KEY UPDATE
       join_eui = given.join_eui, pin_hash = UNHEX(given.pin_hash), app_key = UNHEX(given.app_key),
       key_version = :key_version, version = node_tuple.version + 1;

-- name: registry_nodes
SELECT dev_eui, join_eui, key_version, create_millis
  FROM joingateexchange.node_tuple
 WHERE LOCATE(:part, dev_eui) > 0
 ORDER BY dev_eui
 LIMIT :limit;

-- name: registry_count_nodes
SELECT COUNT(*) AS count
  FROM joingateexchange.node_tuple;

-- name: registry_remove_node
-- The look-up locks what it does not find, so that nobody adds the node to a group meanwhile.
DELETE FROM joingateexchange.node_tuple
 WHERE dev_eui = :eui
   AND NOT EXISTS (SELECT 1 FROM joingateexchange.node AS n WHERE n.dev_eui = :eui);

-- name: registry_holder_of_node
SELECT account
  FROM joingateexchange.node
 WHERE dev_eui = :eui;

-- name: registry_known_gateways
SELECT t.gw_eui AS eui, t.pin_hash, t.key_version
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]')) AS given
  STRAIGHT_JOIN joingateexchange.gateway_tuple AS t ON t.gw_eui = given.eui;

-- name: registry_add_gateways
INSERT INTO joingateexchange.gateway_tuple (gw_eui, pin_hash, key_version, create_millis)
SELECT eui, UNHEX(pin_hash), :key_version, :now
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
                    pin_hash CHAR(64) PATH '$[1]')) AS given;

-- name: registry_put_gateways
-- A gateway that was abandoned stays so.
INSERT INTO joingateexchange.gateway_tuple (gw_eui, pin_hash, key_version, create_millis)
SELECT given.eui, UNHEX(given.pin_hash), :key_version, :now
  FROM JSON_TABLE(:tuples, '$[*]'
           COLUMNS (eui CHAR(16) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
                    pin_hash CHAR(64) PATH '$[1]')) AS given
ON DUPLICATE KEY UPDATE
       pin_hash = UNHEX(given.pin_hash), key_version = :key_version,
       version = gateway_tuple.version + 1;

-- name: registry_gateways
SELECT gw_eui, state, key_version, create_millis
  FROM joingateexchange.gateway_tuple
 WHERE LOCATE(:part, gw_eui) > 0
 ORDER BY gw_eui
 LIMIT :limit;

-- name: registry_count_gateways
SELECT COUNT(*) AS count
  FROM joingateexchange.gateway_tuple;

-- name: registry_gateway
SELECT state
  FROM joingateexchange.gateway_tuple
 WHERE gw_eui = :eui;

-- name: registry_abandon_gateway
UPDATE joingateexchange.gateway_tuple
   SET state = 'ABANDONED', version = version + 1
 WHERE gw_eui = :eui
   AND state = 'ACTIVE';

-- name: registry_remove_gateway
DELETE FROM joingateexchange.gateway_tuple
 WHERE gw_eui = :eui
   AND NOT EXISTS (SELECT 1 FROM joingateexchange.gateway_claim AS c WHERE c.gw_eui = :eui);

-- name: registry_holder_of_gateway
SELECT account
  FROM joingateexchange.gateway_claim
 WHERE gw_eui = :eui;
