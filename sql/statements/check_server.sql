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

-- name: check_migrating
-- The lock of SchemaAdmin::migrate.
SELECT NOT IS_FREE_LOCK(CONCAT('migrate ', :schema)) AS is_migrating;

-- name: check_roles
SELECT User AS name
  FROM mysql.user
 WHERE is_role = 'Y'
   AND User REGEXP '^jg([0-9]{6,}|catalog|exchange)$';

-- name: check_roles_of_mysql
-- There a role is a login that nobody can log in as.
SELECT User AS name
  FROM mysql.user
 WHERE Host = '%'
   AND account_locked = 'Y'
   AND authentication_string = ''
   AND User REGEXP '^jg([0-9]{6,}|catalog|exchange)$';

-- name: check_role_holders
-- Who makes a role holds it: that is the administrator. Who may change all schemas gains nothing by a role.
SELECT m.Role AS role, m.User AS user_name, m.Host AS host
  FROM mysql.roles_mapping AS m
  LEFT JOIN mysql.user AS u ON u.User = m.User AND u.Host = m.Host
 WHERE m.Role REGEXP '^jg([0-9]{6,}|catalog|exchange)$'
   AND CONCAT(m.User, '@', m.Host) <> CURRENT_USER()
   AND COALESCE(u.Select_priv <> 'Y' OR u.Insert_priv <> 'Y' OR u.Update_priv <> 'Y' OR u.Delete_priv <> 'Y', TRUE)
 ORDER BY m.Role, m.User, m.Host;

-- name: check_role_holders_of_mysql
SELECT e.FROM_USER AS role, e.TO_USER AS user_name,
       IF(e.TO_HOST = '%' AND u.account_locked = 'Y' AND u.authentication_string = '', '', e.TO_HOST) AS host
  FROM mysql.role_edges AS e
  LEFT JOIN mysql.user AS u ON u.User = e.TO_USER AND u.Host = e.TO_HOST
 WHERE e.FROM_USER REGEXP '^jg([0-9]{6,}|catalog|exchange)$'
   AND CONCAT(e.TO_USER, '@', e.TO_HOST) <> CURRENT_USER()
   AND COALESCE(u.Select_priv <> 'Y' OR u.Insert_priv <> 'Y' OR u.Update_priv <> 'Y' OR u.Delete_priv <> 'Y', TRUE)
 ORDER BY e.FROM_USER, e.TO_USER, e.TO_HOST;

-- name: check_strangers_of_mysql
SELECT DISTINCT d.Db AS pattern, d.User AS user_name, d.Host AS host
  FROM (SELECT Db, User, Host FROM mysql.db
         UNION
        SELECT Db, User, Host FROM mysql.tables_priv WHERE Db REGEXP '^[a-z0-9]+$') AS d
  LEFT JOIN mysql.user AS u ON u.User = d.User AND u.Host = d.Host
 WHERE NOT (d.Host = '%' AND u.account_locked = 'Y' AND u.authentication_string = ''
            AND d.User REGEXP '^jg([0-9]{6,}|catalog|exchange)$')
   AND CONCAT(d.User, '@', d.Host) <> CURRENT_USER()
   AND COALESCE(u.Select_priv <> 'Y' OR u.Insert_priv <> 'Y' OR u.Update_priv <> 'Y' OR u.Delete_priv <> 'Y', TRUE)
   AND ('joingate' LIKE d.Db OR 'joingateexchange' LIKE d.Db
        OR EXISTS (SELECT 1 FROM joingate.instance AS i WHERE i.schema_name LIKE d.Db))
 ORDER BY d.User, d.Host, d.Db;

-- name: check_default_roles_of_mysql
-- SHOW GRANTS does not tell them there.
SELECT DEFAULT_ROLE_USER AS name
  FROM mysql.default_roles
 WHERE USER = :user
   AND HOST = :host;

-- name: check_mandatory_roles_of_mysql
-- What MySQL has instead of PUBLIC: roles of every login, that of the workers too. SHOW GRANTS does not tell them.
SELECT @@GLOBAL.mandatory_roles AS name
  FROM DUAL
 WHERE @@GLOBAL.mandatory_roles <> '';

-- name: check_strangers
-- Who has rights on our schemas, or on a pattern of names that is theirs too, beside our roles and PUBLIC, whose rights
-- are compared one by one.
SELECT DISTINCT d.Db AS pattern, d.User AS user_name, d.Host AS host
  FROM (SELECT Db, User, Host FROM mysql.db
         UNION
        SELECT Db, User, Host FROM mysql.tables_priv WHERE Db REGEXP '^[a-z0-9]+$') AS d
  LEFT JOIN mysql.user AS u ON u.User = d.User AND u.Host = d.Host
 WHERE NOT (d.Host = '' AND d.User REGEXP '^(jg([0-9]{6,}|catalog|exchange)|PUBLIC)$')
   AND CONCAT(d.User, '@', d.Host) <> CURRENT_USER()
   AND COALESCE(u.Select_priv <> 'Y' OR u.Insert_priv <> 'Y' OR u.Update_priv <> 'Y' OR u.Delete_priv <> 'Y', TRUE)
   AND ('joingate' LIKE d.Db OR 'joingateexchange' LIKE d.Db
        OR EXISTS (SELECT 1 FROM joingate.instance AS i WHERE i.schema_name LIKE d.Db))
 ORDER BY d.User, d.Host, d.Db;
