-- name: rented_permission
SELECT permission_type, permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, data_rate, enabled,
       create_millis, bound_group_id, bound_group_name,
       (SELECT COUNT(*) FROM joingateexchange.node AS n WHERE n.group_id = bound_group_id) AS nodes_count
  FROM joingateexchange.lease
 WHERE permission_id = :permission
   AND renter_account = :caller
   AND lease_state = 'ACCEPTED';

-- list: rented_permissions
-- by: create_millis, permission_id
-- The columns of the group are NULL where it lives in another instance than the one that is asked for.
SELECT l.permission_id, l.permission_type, l.owner_account, l.permission_name, l.freq_band_plan_group_id, l.class_mode,
       l.join_eui, l.rx_delay, l.data_rate, l.enabled, l.create_millis, l.bound_group_id, l.bound_group_name,
       g.dispatch_destination, g.product_type, g.product_name, g.product_key, g.debug_switch, g.uplink_region_name,
       g.uplink_topic
  FROM joingateexchange.lease AS l
  LEFT JOIN node_group AS g
    ON g.group_id = l.bound_group_id
 WHERE l.renter_account = :caller
   AND l.renter_instance = :instance
   AND l.lease_state = 'ACCEPTED'
-- given: name
   AND LOCATE(CAST(:name AS BINARY), CAST(l.permission_name AS BINARY)) > 0
-- given: join_eui
   AND LOCATE(CAST(:join_eui AS BINARY), CAST(l.join_eui AS BINARY)) > 0
-- given: owner
   AND LOCATE(CAST(:owner AS BINARY), CAST(l.owner_account AS BINARY)) > 0
-- given: enabled
   AND l.enabled = :enabled
-- given: bound
   AND (l.bound_group_id IS NOT NULL) = :bound
-- given: type
   AND l.permission_type = :type;

-- name: lend_roaming_permission
-- A shared network's permission is rented from the moment it is there; no order led to it.
INSERT INTO joingateexchange.lease
       (permission_id, permission_type, owner_account, renter_account, renter_instance, lease_state,
        permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, data_rate, enabled, create_millis)
SELECT permission_id, permission_type, :owner, :caller, :instance, 'ACCEPTED',
       permission_name, freq_band_plan_group_id, class_mode, join_eui, rx_delay, data_rate, enabled, create_millis
  FROM join_permission
 WHERE permission_id = :permission;

-- name: roaming_permission_to_change
SELECT permission_id
  FROM join_permission
 WHERE permission_id = :permission
   AND permission_type = 'ROAMING'
   FOR UPDATE;

-- name: end_lease
-- A bound one stays: the renter unbinds it first.
DELETE FROM joingateexchange.lease
 WHERE permission_id = :permission
   AND permission_type = :type
   AND renter_account = :caller
   AND lease_state = 'ACCEPTED'
   AND bound_group_id IS NULL;
