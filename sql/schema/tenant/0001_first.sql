-- What only this tenant sees. ROAMING permissions stand here too: names are unique over both types.
CREATE TABLE join_permission (
    permission_id           BIGINT NOT NULL,
    permission_type         VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    permission_name         VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    freq_band_plan_group_id BIGINT NOT NULL,
    class_mode              VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    join_eui                CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rx_delay                BIGINT NOT NULL,
    data_rate               BIGINT NULL,
    enabled                 BOOLEAN NOT NULL DEFAULT TRUE,
    create_millis           BIGINT NOT NULL,
    version                 INT NOT NULL DEFAULT 1,
    PRIMARY KEY (permission_id),
    UNIQUE KEY permission_name (permission_name),
    KEY by_creation (permission_type, create_millis, permission_id),
    CONSTRAINT permission_type CHECK (permission_type IN ('LOCAL', 'ROAMING'))
) ENGINE = InnoDB;

CREATE TABLE node_group (
    group_id      BIGINT NOT NULL,
    group_name    VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    create_millis BIGINT NOT NULL,
    version       INT NOT NULL DEFAULT 1,
    PRIMARY KEY (group_id),
    UNIQUE KEY group_name (group_name)
) ENGINE = InnoDB;

-- Set by other products (domain section 6); a WRITE lock blocks every change of the group.
CREATE TABLE node_group_lock (
    group_id      BIGINT NOT NULL,
    lock_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lock_type     VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    create_millis BIGINT NOT NULL,
    PRIMARY KEY (group_id, lock_id),
    CONSTRAINT lock_group FOREIGN KEY (group_id) REFERENCES node_group (group_id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- One row per write: a replay cannot pass it, and it tells whether an unanswered COMMIT happened.
CREATE TABLE request_ledger (
    access_key_id  VARBINARY(128) NOT NULL,
    nonce          VARBINARY(128) NOT NULL,
    request_id     CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    action         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    result         VARBINARY(255) NULL,
    expires_millis BIGINT NOT NULL,
    PRIMARY KEY (access_key_id, nonce),
    KEY by_expiry (expires_millis)
) ENGINE = InnoDB;
