-- The devices an operator vouches for, written by joingatectl only: tenants' roles read these two tables. EUIs are in
-- lower case. pin_hash is a keyed hash under the master key of this version, app_key is sealed under it.
CREATE TABLE node_tuple (
    dev_eui       CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    join_eui      CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pin_hash      VARBINARY(32) NOT NULL,
    app_key       VARBINARY(64) NOT NULL,
    key_version   INT NOT NULL,
    create_millis BIGINT NOT NULL,
    version       INT NOT NULL DEFAULT 1,
    PRIMARY KEY (dev_eui)
) ENGINE = InnoDB;

CREATE TABLE gateway_tuple (
    gw_eui        CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    pin_hash      VARBINARY(32) NOT NULL,
    key_version   INT NOT NULL,
    state         VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ACTIVE',
    create_millis BIGINT NOT NULL,
    version       INT NOT NULL DEFAULT 1,
    PRIMARY KEY (gw_eui),
    CONSTRAINT gateway_tuple_state CHECK (state IN ('ACTIVE', 'ABANDONED'))
) ENGINE = InnoDB;
