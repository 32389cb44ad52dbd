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
SELECT permission_id, permission_type, owner_account, permission_name, freq_band_plan_group_id, class_mode,
       join_eui, rx_delay, data_rate, enabled, create_millis, bound_group_id, bound_group_name
  FROM joingateexchange.lease
 WHERE renter_account = :caller
   AND renter_instance = :instance
   AND lease_state = 'ACCEPTED'
-- given: name
   AND LOCATE(CAST(:name AS BINARY), permission_name) > 0
-- given: join_eui
   AND LOCATE(CAST(:join_eui AS BINARY), join_eui) > 0
-- given: owner
   AND LOCATE(CAST(:owner AS BINARY), owner_account) > 0
-- given: enabled
   AND enabled = :enabled
-- given: bound
   AND (bound_group_id IS NOT NULL) = :bound
-- given: type
   AND permission_type = :type;

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
