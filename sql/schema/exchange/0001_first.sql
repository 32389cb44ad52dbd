-- What two tenants both see.

-- Gives every join permission and node group an id that is unique everywhere, and tells from an id alone whose
-- it is and in which instance it lives.
CREATE TABLE resource (
    id       BIGINT NOT NULL AUTO_INCREMENT,
    kind     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    instance BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_instance (instance),
    CONSTRAINT resource_kind CHECK (kind IN ('JOIN_PERMISSION', 'NODE_GROUP'))
) ENGINE = InnoDB;

CREATE TABLE auth_order (
    order_id        BIGINT NOT NULL AUTO_INCREMENT,
    permission_id   BIGINT NOT NULL,
    owner_account   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    renter_account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_state     VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    applying_millis BIGINT NOT NULL,
    accepted_millis BIGINT NULL,
    rejected_millis BIGINT NULL,
    canceled_millis BIGINT NULL,
    version         INT NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id),
    KEY by_permission (permission_id, order_state),
    CONSTRAINT auth_order_state
        CHECK (order_state IN ('APPLYING', 'ACCEPTED', 'REJECTED', 'CANCELED'))
) ENGINE = InnoDB;

-- One row per permission that is offered or rented; no row means NEW. The primary key is the rule "one open order,
-- one renter", and the row is the lock of accept, reject, cancel, return, bind and unbind. The terms are a copy of
-- what the owner set, written in the same transaction, so that the renter needs no right on the owner's schema.
CREATE TABLE lease (
    permission_id           BIGINT NOT NULL,
    permission_type         VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner_account           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    renter_account          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    renter_instance         BIGINT NOT NULL,
    lease_state             VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id                BIGINT NULL,
    bound_group_id          BIGINT NULL,
    bound_group_name        VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
    nodes_count             BIGINT NOT NULL DEFAULT 0,
    permission_name         VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    freq_band_plan_group_id BIGINT NOT NULL,
    class_mode              VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    join_eui                CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rx_delay                BIGINT NOT NULL,
    data_rate               BIGINT NULL,
    enabled                 BOOLEAN NOT NULL,
    create_millis           BIGINT NOT NULL,
    version                 INT NOT NULL DEFAULT 1,
    PRIMARY KEY (permission_id),
    UNIQUE KEY lease_order (order_id),
    UNIQUE KEY lease_group (bound_group_id),
    KEY by_renter (renter_account, renter_instance, lease_state, create_millis, permission_id),
    CONSTRAINT lease_type CHECK (permission_type IN ('LOCAL', 'ROAMING')),
    CONSTRAINT lease_state CHECK (lease_state IN ('APPLYING', 'ACCEPTED')),
    CONSTRAINT lease_bound CHECK (bound_group_id IS NULL OR lease_state = 'ACCEPTED')
) ENGINE = InnoDB;

-- How much of each quota an account has used; the row is the lock that makes a quota exact.
CREATE TABLE quota_usage (
    account VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    quota   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0,
    version INT NOT NULL DEFAULT 1,
    PRIMARY KEY (account, quota),
    CONSTRAINT quota_usage_used CHECK (used >= 0)
) ENGINE = InnoDB;

-- Failures that are counted against guessing: kind RENTER for renter look-ups.
CREATE TABLE failure_throttle (
    account              VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind                 VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    window_start_millis  BIGINT NOT NULL,
    failures             INT NOT NULL,
    blocked_until_millis BIGINT NOT NULL DEFAULT 0,
    version              INT NOT NULL DEFAULT 1,
    PRIMARY KEY (account, kind)
) ENGINE = InnoDB;
