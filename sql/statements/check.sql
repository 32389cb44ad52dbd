-- What `joingatectl check` asks of catalog and exchange. Every row is a difference, and what is right gives none; each
-- statement is one consistent view. A hundred of a kind say as much as all of them.

-- name: check_leases
-- The order by which a permission is offered or lent, and the lease, are of the same parties and in the same state.
SELECT CONCAT('lease ', l.permission_id) AS subject,
       CASE WHEN l.order_id IS NULL THEN 'has no order'
            WHEN o.order_id IS NULL THEN CONCAT('names order ', l.order_id, ', which does not exist')
            WHEN o.permission_id <> l.permission_id
              THEN CONCAT('names order ', l.order_id, ', which is about permission ', o.permission_id)
            WHEN o.owner_account <> l.owner_account OR o.renter_account <> l.renter_account
              THEN CONCAT('names order ', l.order_id, ', which has other parties')
            ELSE CONCAT('is ', l.lease_state, ', but order ', l.order_id, ' is ', o.order_state)
       END AS problem
  FROM joingateexchange.lease AS l
  LEFT JOIN joingateexchange.auth_order AS o ON o.order_id = l.order_id
 WHERE l.permission_type = 'LOCAL'
   AND (o.order_id IS NULL OR o.permission_id <> l.permission_id OR o.owner_account <> l.owner_account
        OR o.renter_account <> l.renter_account OR o.order_state <> l.lease_state)
 LIMIT 100;

-- name: check_roaming_leases
SELECT CONCAT('lease ', permission_id) AS subject,
       'is of a ROAMING permission, which is lent at once and without an order' AS problem
  FROM joingateexchange.lease
 WHERE permission_type = 'ROAMING'
   AND (order_id IS NOT NULL OR lease_state <> 'ACCEPTED' OR owner_account <> :network_owner)
 LIMIT 100;

-- name: check_ids_of_leases
-- Whose they are, by the exchange itself; the schemas of the tenants are asked by check_terms and check_bound_groups.
SELECT CONCAT('lease ', l.permission_id) AS subject,
       CASE WHEN p.id IS NULL THEN 'is of a permission that does not exist'
            WHEN p.kind <> 'JOIN_PERMISSION' OR p.account <> IF(l.permission_type = 'LOCAL', l.owner_account,
                                                                l.renter_account)
              THEN CONCAT('is of ', p.kind, ' ', p.id, ' of account ', p.account)
            WHEN i.instance IS NULL OR i.account <> l.renter_account
              THEN CONCAT('is in instance ', l.renter_instance, ', which is not of the renter ', l.renter_account)
            WHEN (l.bound_group_id IS NULL) <> (l.bound_group_name IS NULL) THEN 'is half bound'
            ELSE CONCAT('is bound to node group ', l.bound_group_id, ', which is not of the renter ',
                        l.renter_account)
       END AS problem
  FROM joingateexchange.lease AS l
  LEFT JOIN joingateexchange.resource AS p ON p.id = l.permission_id
  LEFT JOIN joingate.instance AS i ON i.instance = l.renter_instance
  LEFT JOIN joingateexchange.resource AS g ON g.id = l.bound_group_id
 WHERE p.id IS NULL
    OR p.kind <> 'JOIN_PERMISSION'
    OR p.account <> IF(l.permission_type = 'LOCAL', l.owner_account, l.renter_account)
    OR i.instance IS NULL
    OR i.account <> l.renter_account
    OR (l.bound_group_id IS NULL) <> (l.bound_group_name IS NULL)
    OR (l.bound_group_id IS NOT NULL
        AND (g.id IS NULL OR g.kind <> 'NODE_GROUP' OR g.account <> l.renter_account))
 LIMIT 100;

-- name: check_open_orders
SELECT CONCAT('order ', o.order_id) AS subject, 'is APPLYING, but its permission is not on offer' AS problem
  FROM joingateexchange.auth_order AS o
  LEFT JOIN joingateexchange.lease AS l ON l.order_id = o.order_id
 WHERE o.order_state = 'APPLYING'
   AND l.permission_id IS NULL
 LIMIT 100;

-- name: check_permissions_offered_twice
SELECT CONCAT('permission ', permission_id) AS subject, CONCAT('has ', COUNT(*), ' open orders') AS problem
  FROM joingateexchange.auth_order
 WHERE order_state = 'APPLYING'
 GROUP BY permission_id
HAVING COUNT(*) > 1
 LIMIT 100;

-- name: check_steps_of_orders
-- A step is a state, its time and a version; an offer to oneself is accepted in the step that makes it.
SELECT CONCAT('order ', order_id) AS subject,
       CONCAT('is half done: ', order_state, ' at version ', version,
              IF(accepted_millis IS NULL, '', ', accepted'), IF(rejected_millis IS NULL, '', ', rejected'),
              IF(canceled_millis IS NULL, '', ', canceled')) AS problem
  FROM joingateexchange.auth_order
 WHERE (order_state = 'ACCEPTED') <> (accepted_millis IS NOT NULL)
    OR (order_state = 'REJECTED') <> (rejected_millis IS NOT NULL)
    OR (order_state = 'CANCELED') <> (canceled_millis IS NOT NULL)
    OR version <> IF(order_state = 'APPLYING' OR owner_account = renter_account, 1, 2)
    OR (owner_account = renter_account AND order_state <> 'ACCEPTED')
 LIMIT 100;

-- name: check_notifications_of_orders
-- Both steps of an order tell the party that did not take them, once; an offer to oneself tells nobody.
SELECT CONCAT('order ', o.order_id) AS subject,
       CONCAT('is ', o.order_state, ', and ', COALESCE(t.notifications, 0), ' notifications tell of it, ',
              COALESCE(t.steps, 0), ' of its steps to whom it concerns') AS problem
  FROM joingateexchange.auth_order AS o
  LEFT JOIN (SELECT n.order_id, COUNT(*) AS notifications,
                    COUNT(DISTINCT CASE
                        WHEN n.category = 'JOIN_PERMISSION_AUTH_APPLYING' AND n.receiver_account = a.renter_account
                          THEN 1
                        WHEN n.category = CONCAT('JOIN_PERMISSION_AUTH_', a.order_state)
                             AND n.receiver_account = IF(a.order_state = 'CANCELED', a.renter_account,
                                                         a.owner_account)
                          THEN 2
                    END) AS steps
               FROM joingateexchange.notification AS n
               JOIN joingateexchange.auth_order AS a ON a.order_id = n.order_id
              GROUP BY n.order_id) AS t ON t.order_id = o.order_id
 WHERE COALESCE(t.notifications, 0) <> IF(o.owner_account = o.renter_account, 0, IF(o.order_state = 'APPLYING', 1, 2))
    OR COALESCE(t.steps, 0) <> IF(o.owner_account = o.renter_account, 0, IF(o.order_state = 'APPLYING', 1, 2))
 LIMIT 100;

-- name: check_notifications
SELECT CONCAT('notification ', n.notification_id) AS subject,
       CASE WHEN a.account IS NULL THEN CONCAT('is for account ', n.receiver_account, ', which does not exist')
            WHEN o.order_id IS NULL THEN CONCAT('is about order ', n.order_id, ', which does not exist')
            ELSE 'does not say which permission was offered'
       END AS problem
  FROM joingateexchange.notification AS n
  LEFT JOIN joingate.account AS a ON a.account = n.receiver_account
  LEFT JOIN joingateexchange.auth_order AS o ON o.order_id = n.order_id
 WHERE a.account IS NULL
    OR (n.order_id IS NOT NULL
        AND (o.order_id IS NULL OR n.permission_name IS NULL OR n.join_eui IS NULL))
 LIMIT 100;

-- name: check_resources
SELECT CONCAT('resource ', r.id) AS subject,
       CONCAT('is in instance ', r.instance, ', which is not of account ', r.account) AS problem
  FROM joingateexchange.resource AS r
  LEFT JOIN joingate.instance AS i ON i.instance = r.instance
 WHERE i.instance IS NULL
    OR i.account <> r.account
 LIMIT 100;

-- name: check_nodes
SELECT CONCAT('node ', n.dev_eui) AS subject,
       CASE WHEN t.dev_eui IS NULL THEN 'is not in the registry'
            WHEN t.version < n.tuple_version THEN 'was added by a PIN that the registry does not have yet'
            WHEN i.instance IS NULL OR i.account <> n.account
              THEN CONCAT('is in instance ', n.instance, ', which is not of account ', n.account)
            ELSE CONCAT('is in node group ', n.group_id, ', which is not of account ', n.account, ' and instance ',
                        n.instance)
       END AS problem
  FROM joingateexchange.node AS n
  LEFT JOIN joingateexchange.node_tuple AS t ON t.dev_eui = n.dev_eui
  LEFT JOIN joingate.instance AS i ON i.instance = n.instance
  LEFT JOIN joingateexchange.resource AS g
    ON g.id = n.group_id
   AND g.kind = 'NODE_GROUP'
   AND g.account = n.account
   AND g.instance = n.instance
 WHERE t.dev_eui IS NULL
    OR t.version < n.tuple_version
    OR i.instance IS NULL
    OR i.account <> n.account
    OR g.id IS NULL
 LIMIT 100;

-- name: check_claims
SELECT CONCAT('gateway ', c.gw_eui) AS subject,
       IF(t.gw_eui IS NULL, 'is not in the registry',
          CONCAT('is in instance ', c.instance, ', which is not of account ', c.account)) AS problem
  FROM joingateexchange.gateway_claim AS c
  LEFT JOIN joingateexchange.gateway_tuple AS t ON t.gw_eui = c.gw_eui
  LEFT JOIN joingate.instance AS i ON i.instance = c.instance
 WHERE t.gw_eui IS NULL
    OR i.instance IS NULL
    OR i.account <> c.account
 LIMIT 100;

-- name: check_quotas
-- A permission is a resource, and a ROAMING one has its lease from its first moment to its last: so all that is counted
-- stands in the exchange.
SELECT CONCAT('account ', a.account) AS subject,
       IF(u.used IS NULL, CONCAT('has no counter ', q.quota),
          CONCAT('has ', COALESCE(c.counted, 0), ' that count for ', q.quota, ', its counter says ', u.used)) AS problem
  FROM joingate.account AS a
  JOIN JSON_TABLE(:quotas, '$[*]'
           COLUMNS (quota VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) AS q
  LEFT JOIN joingateexchange.quota_usage AS u
    ON u.account = a.account
   AND u.quota = q.quota
  LEFT JOIN (SELECT e.account, e.quota, SUM(e.counted) AS counted
               FROM (SELECT account, 'LOCAL_JOIN_PERMISSION' AS quota, COUNT(*) AS counted
                       FROM joingateexchange.resource WHERE kind = 'JOIN_PERMISSION' GROUP BY account
                     UNION ALL
                     SELECT renter_account, 'LOCAL_JOIN_PERMISSION', -COUNT(*)
                       FROM joingateexchange.lease WHERE permission_type = 'ROAMING' GROUP BY renter_account
                     UNION ALL
                     SELECT renter_account, 'ROAMING_JOIN_PERMISSION', COUNT(*)
                       FROM joingateexchange.lease WHERE permission_type = 'ROAMING' GROUP BY renter_account
                     UNION ALL
                     SELECT account, 'NODE', COUNT(*) FROM joingateexchange.node GROUP BY account
                     UNION ALL
                     SELECT account, 'GATEWAY', COUNT(*) FROM joingateexchange.gateway_claim GROUP BY account) AS e
              GROUP BY e.account, e.quota) AS c
    ON c.account = a.account
   AND c.quota = q.quota
 WHERE u.used IS NULL
    OR u.used <> COALESCE(c.counted, 0)
 LIMIT 100;

-- name: check_policies
SELECT CONCAT('policy ', p.policy_name, ' of account ', p.account) AS subject,
       CONCAT('has no version ', p.default_version, ', which is its default') AS problem
  FROM joingate.policy AS p
  LEFT JOIN joingate.policy_version AS v
    ON v.account = p.account
   AND v.policy_name = p.policy_name
   AND v.version_id = p.default_version
 WHERE v.version_id IS NULL
 LIMIT 100;

-- name: check_attachments
SELECT CONCAT('policy ', a.policy_name, ' of account ', a.account) AS subject,
       CONCAT('is attached to ', a.principal_type, ' ', a.principal_name, ', and one of them does not exist') AS problem
  FROM joingate.policy_attachment AS a
  LEFT JOIN joingate.ram_user AS u
    ON a.principal_type = 'USER' AND u.account = a.account AND u.user_name = a.principal_name
  LEFT JOIN joingate.ram_group AS g
    ON a.principal_type = 'GROUP' AND g.account = a.account AND g.group_name = a.principal_name
  LEFT JOIN joingate.policy AS p
    ON p.account = a.account AND p.policy_name = a.policy_name
 WHERE COALESCE(u.user_name, g.group_name) IS NULL
    OR (a.policy_type = 'Custom' AND p.policy_name IS NULL)
 LIMIT 100;
