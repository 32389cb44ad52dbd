-- Who exists. Read by workers through a cache, written by joingatectl.
CREATE TABLE account (
    account       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    uid           BIGINT NOT NULL,
    state         VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ACTIVE',
    activated     BOOLEAN NOT NULL DEFAULT FALSE,
    create_millis BIGINT NOT NULL,
    version       INT NOT NULL DEFAULT 1,
    PRIMARY KEY (account),
    UNIQUE KEY account_uid (uid),
    CONSTRAINT account_state CHECK (state IN ('ACTIVE', 'BLOCKED'))
) ENGINE = InnoDB;

CREATE TABLE ram_user (
    account       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    create_millis BIGINT NOT NULL,
    PRIMARY KEY (account, user_name),
    CONSTRAINT ram_user_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;

CREATE TABLE ram_group (
    account       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_name    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    create_millis BIGINT NOT NULL,
    PRIMARY KEY (account, group_name),
    CONSTRAINT ram_group_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;

CREATE TABLE ram_group_member (
    account    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    user_name  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    PRIMARY KEY (account, user_name, group_name),
    KEY by_group (account, group_name),
    CONSTRAINT member_user FOREIGN KEY (account, user_name)
        REFERENCES ram_user (account, user_name) ON DELETE CASCADE,
    CONSTRAINT member_group FOREIGN KEY (account, group_name)
        REFERENCES ram_group (account, group_name) ON DELETE CASCADE
) ENGINE = InnoDB;

-- secret: AES-256-GCM, the key id as associated data, under the master key of this version.
CREATE TABLE access_key (
    access_key_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
    state         VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ACTIVE',
    secret        VARBINARY(512) NOT NULL,
    key_version   INT NOT NULL,
    create_millis BIGINT NOT NULL,
    PRIMARY KEY (access_key_id),
    KEY by_user (account, user_name),
    CONSTRAINT access_key_account FOREIGN KEY (account) REFERENCES account (account),
    CONSTRAINT access_key_user FOREIGN KEY (account, user_name)
        REFERENCES ram_user (account, user_name),
    CONSTRAINT access_key_state CHECK (state IN ('ACTIVE', 'DISABLED'))
) ENGINE = InnoDB;

CREATE TABLE policy (
    account         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    policy_name     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    default_version INT NOT NULL,
    create_millis   BIGINT NOT NULL,
    PRIMARY KEY (account, policy_name),
    CONSTRAINT policy_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;

CREATE TABLE policy_version (
    account       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    policy_name   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    version_id    INT NOT NULL,
    document      VARBINARY(8192) NOT NULL,
    create_millis BIGINT NOT NULL,
    PRIMARY KEY (account, policy_name, version_id),
    CONSTRAINT policy_version_policy FOREIGN KEY (account, policy_name)
        REFERENCES policy (account, policy_name) ON DELETE CASCADE
) ENGINE = InnoDB;

-- policy_type System names a document that is built in; Custom one of the account.
CREATE TABLE policy_attachment (
    account        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    principal_type VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    principal_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    policy_type    VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    policy_name    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    create_millis  BIGINT NOT NULL,
    PRIMARY KEY (account, principal_type, principal_name, policy_type, policy_name),
    CONSTRAINT policy_attachment_account FOREIGN KEY (account) REFERENCES account (account),
    CONSTRAINT policy_attachment_principal CHECK (principal_type IN ('USER', 'GROUP')),
    CONSTRAINT policy_attachment_type CHECK (policy_type IN ('System', 'Custom'))
) ENGINE = InnoDB;

-- public_account repeats the account for its public instance: at most one, by the key.
CREATE TABLE instance (
    instance        BIGINT NOT NULL AUTO_INCREMENT,
    iot_instance_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    public_account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    schema_name     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state           VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'CREATING',
    create_millis   BIGINT NOT NULL,
    version         INT NOT NULL DEFAULT 1,
    PRIMARY KEY (instance),
    UNIQUE KEY instance_id (iot_instance_id),
    UNIQUE KEY instance_public (public_account),
    UNIQUE KEY instance_schema (schema_name),
    KEY by_account (account),
    CONSTRAINT instance_account FOREIGN KEY (account) REFERENCES account (account),
    CONSTRAINT instance_state CHECK (state IN ('CREATING', 'READY', 'SUSPENDED', 'DELETING'))
) ENGINE = InnoDB;

CREATE TABLE feature (
    account VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    feature VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (account, feature),
    CONSTRAINT feature_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;

-- Deviations from the configured defaults only.
CREATE TABLE quota (
    account     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    quota       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    quota_limit BIGINT NOT NULL,
    PRIMARY KEY (account, quota),
    CONSTRAINT quota_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;

-- action '*' stands for every action that has no row of its own.
CREATE TABLE rate_limit (
    account    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    action     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    per_second INT NOT NULL,
    PRIMARY KEY (account, action),
    CONSTRAINT rate_limit_account FOREIGN KEY (account) REFERENCES account (account)
) ENGINE = InnoDB;
