-- name: instance_of_own_resource
-- Where an id of the caller lives; another account's id is no row, like an id that does not exist.
SELECT instance FROM joingateexchange.resource WHERE id = :id AND account = :caller;

-- name: instance_of_own_node
SELECT instance FROM joingateexchange.node WHERE dev_eui = :id AND account = :caller;

-- name: instance_of_own_gateway
SELECT instance FROM joingateexchange.gateway_claim WHERE gw_eui = :id AND account = :caller;
