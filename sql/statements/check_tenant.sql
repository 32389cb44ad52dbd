-- What `joingatectl check` asks in the schema of a tenant, all in one consistent view. Every row is a difference.

-- name: check_state_of_instance
SELECT state
  FROM joingate.instance
 WHERE instance = :instance;

-- name: check_permissions
SELECT CONCAT('permission ', p.permission_id) AS subject,
       IF(r.id IS NULL, 'is not in joingateexchange.resource as one of this instance',
          'is ROAMING, but its account does not rent it') AS problem
  FROM join_permission AS p
  LEFT JOIN joingateexchange.resource AS r
    ON r.id = p.permission_id
   AND r.kind = 'JOIN_PERMISSION'
   AND r.account = :account
   AND r.instance = :instance
  LEFT JOIN joingateexchange.lease AS l
    ON l.permission_id = p.permission_id
   AND l.renter_account = :account
   AND l.renter_instance = :instance
 WHERE r.id IS NULL
    OR (p.permission_type = 'ROAMING' AND l.permission_id IS NULL)
 LIMIT 100;

-- name: check_groups
SELECT CONCAT('node group ', g.group_id) AS subject,
       'is not in joingateexchange.resource as one of this instance' AS problem
  FROM node_group AS g
  LEFT JOIN joingateexchange.resource AS r
    ON r.id = g.group_id
   AND r.kind = 'NODE_GROUP'
   AND r.account = :account
   AND r.instance = :instance
 WHERE r.id IS NULL
 LIMIT 100;

-- name: check_resources_of_instance
SELECT CONCAT('resource ', r.id) AS subject, CONCAT('is a ', r.kind, ' that does not exist here') AS problem
  FROM joingateexchange.resource AS r
  LEFT JOIN join_permission AS p ON r.kind = 'JOIN_PERMISSION' AND p.permission_id = r.id
  LEFT JOIN node_group AS g ON r.kind = 'NODE_GROUP' AND g.group_id = r.id
 WHERE r.instance = :instance
   AND p.permission_id IS NULL
   AND g.group_id IS NULL
 LIMIT 100;

-- name: check_terms
-- What the renter sees is what the owner set.
SELECT CONCAT('permission ', p.permission_id) AS subject,
       IF(l.permission_type <> p.permission_type OR l.create_millis <> p.create_millis
          OR (l.permission_type = 'LOCAL' AND l.owner_account <> :account),
          'is another one than its lease says', 'has other terms than its lease') AS problem
  FROM join_permission AS p
  JOIN joingateexchange.lease AS l ON l.permission_id = p.permission_id
 WHERE l.permission_type <> p.permission_type
    OR l.create_millis <> p.create_millis
    OR (l.permission_type = 'LOCAL' AND l.owner_account <> :account)
    OR l.permission_name <> p.permission_name
    OR l.freq_band_plan_group_id <> p.freq_band_plan_group_id
    OR l.class_mode <> p.class_mode
    OR l.join_eui <> p.join_eui
    OR l.rx_delay <> p.rx_delay
    OR NOT l.data_rate <=> p.data_rate
    OR l.enabled <> p.enabled
 LIMIT 100;

-- name: check_bound_groups
SELECT CONCAT('node group ', g.group_id) AS subject, 'is bound under another name' AS problem
  FROM node_group AS g
  JOIN joingateexchange.lease AS l ON l.bound_group_id = g.group_id
 WHERE l.bound_group_name <> g.group_name
 LIMIT 100;

-- name: check_missing_suffixes
SELECT CONCAT('permission ', p.permission_id) AS subject,
       CONCAT('is not found by its name from character ', n.position, ' on') AS problem
  FROM join_permission AS p
  JOIN name_position AS n ON n.position <= CHAR_LENGTH(p.permission_name)
  LEFT JOIN permission_name_suffix AS s
    ON s.suffix = SUBSTRING(p.permission_name, n.position)
   AND s.permission_id = p.permission_id
 WHERE p.permission_type = 'LOCAL'
   AND s.permission_id IS NULL
 LIMIT 100;

-- name: check_wrong_suffixes
SELECT CONCAT('permission ', s.permission_id) AS subject, 'is found by a name that is not its own' AS problem
  FROM permission_name_suffix AS s
  LEFT JOIN join_permission AS p ON p.permission_id = s.permission_id
 WHERE p.permission_id IS NULL
    OR p.permission_type <> 'LOCAL'
    OR s.suffix <> RIGHT(p.permission_name, CHAR_LENGTH(s.suffix))
 LIMIT 100;

-- name: check_name_positions
-- A name has thirty places at most where a suffix begins.
SELECT 'name_position' AS subject, CONCAT('has ', COUNT(*), ' rows from 1 to 30') AS problem
  FROM name_position
 WHERE position BETWEEN 1 AND 30
HAVING COUNT(*) <> 30;

-- name: check_gateways
SELECT CONCAT('gateway ', g.gw_eui) AS subject, 'is not claimed for this instance' AS problem
  FROM gateway AS g
  LEFT JOIN joingateexchange.gateway_claim AS c
    ON c.gw_eui = g.gw_eui
   AND c.account = :account
   AND c.instance = :instance
 WHERE c.gw_eui IS NULL
 LIMIT 100;

-- name: check_claims_of_instance
SELECT CONCAT('gateway ', c.gw_eui) AS subject, 'is claimed, but does not exist here' AS problem
  FROM joingateexchange.gateway_claim AS c
  LEFT JOIN gateway AS g ON g.gw_eui = c.gw_eui
 WHERE c.account = :account
   AND c.instance = :instance
   AND g.gw_eui IS NULL
 LIMIT 100;
