-- name: gateway_to_claim
-- Of the claim a caller without the PIN is told nothing. No lock: it would lock a gap where there is no claim.
SELECT t.pin_hash, t.key_version, t.version AS tuple_version, t.state, c.account = :caller AS is_own
  FROM joingateexchange.gateway_tuple AS t
  LEFT JOIN joingateexchange.gateway_claim AS c ON c.gw_eui = t.gw_eui
 WHERE t.gw_eui = :gateway;

-- name: claim_gateway
-- Locks the tuple, which the operator may be about to abandon or to remove. The version is that of the PIN which the
-- caller has proved: the operator may have replaced it since.
INSERT INTO joingateexchange.gateway_claim (gw_eui, account, instance)
SELECT gw_eui, :caller, :instance
  FROM joingateexchange.gateway_tuple
 WHERE gw_eui = :gateway
   AND version = :tuple_version
   AND state = 'ACTIVE';

-- name: release_gateway
DELETE FROM joingateexchange.gateway_claim
 WHERE gw_eui = :gateway
   AND account = :caller
   AND instance = :instance;

-- name: gateway_of_another_account
-- Only where an action's table tells a foreign gateway from none (domain Q-3).
SELECT gw_eui
  FROM joingateexchange.gateway_claim
 WHERE gw_eui = :gateway
   AND account <> :caller;

-- name: add_gateway
INSERT INTO gateway
       (gw_eui, gateway_name, description, freq_band_plan_group_id, communication_mode, city, district, address,
        address_code, gis_coordinate_system, longitude, latitude, create_millis)
VALUES (:gateway, :name, :description, :band, :mode, :city, :district, :address,
        :address_code, :coordinates, :longitude, :latitude, :now);

-- list: own_gateways
-- by: create_millis, gw_eui
-- No radio passes here: every gateway is OFFLINE. Filters compare bytes; % and _ match themselves.
SELECT gw_eui, gateway_name, description, freq_band_plan_group_id, communication_mode, city, district, address,
       address_code, gis_coordinate_system, longitude, latitude, enabled, create_millis
  FROM gateway
 WHERE TRUE
-- given: eui
   AND gw_eui = :eui
-- given: online_state
   AND :online_state = 'OFFLINE'
-- given: gateway
   AND LOCATE(CAST(:gateway AS BINARY), CAST(gw_eui AS BINARY)) > 0
-- given: city
   AND LOCATE(CAST(:city AS BINARY), CAST(city AS BINARY)) > 0
-- given: name
   AND LOCATE(CAST(:name AS BINARY), CAST(gateway_name AS BINARY)) > 0
-- given: band
   AND freq_band_plan_group_id = :band
-- given: enabled
   AND enabled = :enabled;

-- name: places_of_gateways
SELECT gw_eui, gis_coordinate_system, longitude, latitude, freq_band_plan_group_id, gateway_name, enabled
  FROM gateway
 ORDER BY create_millis DESC, gw_eui DESC;

-- name: change_gateway
-- What is NULL stays as it is.
UPDATE gateway
   SET gateway_name            = COALESCE(:name, gateway_name),
       description             = COALESCE(:description, description),
       freq_band_plan_group_id = COALESCE(:band, freq_band_plan_group_id),
       communication_mode      = COALESCE(:mode, communication_mode),
       city                    = COALESCE(:city, city),
       district                = COALESCE(:district, district),
       address                 = COALESCE(:address, address),
       address_code            = COALESCE(:address_code, address_code),
       gis_coordinate_system   = COALESCE(:coordinates, gis_coordinate_system),
       longitude               = COALESCE(:longitude, longitude),
       latitude                = COALESCE(:latitude, latitude),
       version                 = version + 1
 WHERE gw_eui = :gateway;

-- name: enable_gateway
UPDATE gateway
   SET enabled = :enabled, version = version + 1
 WHERE gw_eui = :gateway;

-- name: remove_gateway
DELETE FROM gateway
 WHERE gw_eui = :gateway;
