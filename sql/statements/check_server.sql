-- What `joingatectl check` asks about schemas and roles. Nothing here is part of a consistent view.

-- name: check_instances
SELECT instance, iot_instance_id, account, schema_name, state, public_account
  FROM joingate.instance
 ORDER BY instance;

-- name: check_tenant_schemas
SELECT SCHEMA_NAME AS name
  FROM information_schema.SCHEMATA
 WHERE SCHEMA_NAME REGEXP '^jg[0-9]{6,}$';

-- name: check_tables
SELECT TABLE_NAME AS name
  FROM information_schema.TABLES
 WHERE TABLE_SCHEMA = :schema
 ORDER BY TABLE_NAME;

-- name: check_unique_keys
SELECT TABLE_NAME AS table_name, INDEX_NAME AS key_name,
       GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS key_columns
  FROM information_schema.STATISTICS
 WHERE TABLE_SCHEMA = :schema
   AND NON_UNIQUE = 0
 GROUP BY TABLE_NAME, INDEX_NAME;

-- name: check_roles
SELECT User AS name
  FROM mysql.user
 WHERE is_role = 'Y'
   AND User REGEXP '^jg([0-9]{6,}|catalog|exchange)$';

-- name: check_role_holders
-- Who has made a role holds it with the right to grant it: that is an administrator.
SELECT Role AS role, User AS user_name, Host AS host
  FROM mysql.roles_mapping
 WHERE Role REGEXP '^jg([0-9]{6,}|catalog|exchange)$'
   AND Admin_option = 'N'
 ORDER BY Role, User, Host;
