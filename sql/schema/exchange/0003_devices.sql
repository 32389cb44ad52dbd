-- Which node is in which group, and which gateway is whose: a device is one account's at most, so the primary keys are
-- the rules. The groups themselves and what is said about a gateway stand in the schemas of the tenants.
CREATE TABLE node (
    dev_eui      CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    instance     BIGINT NOT NULL,
    group_id     BIGINT NOT NULL,
    enabled      BOOLEAN NOT NULL DEFAULT TRUE,
    bound_millis BIGINT NOT NULL,
    version      INT NOT NULL DEFAULT 1,
    PRIMARY KEY (dev_eui),
    KEY by_group (group_id, bound_millis, dev_eui),
    KEY by_account (account, instance, group_id)
) ENGINE = InnoDB;

CREATE TABLE gateway_claim (
    gw_eui   CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    instance BIGINT NOT NULL,
    PRIMARY KEY (gw_eui),
    KEY by_account (account)
) ENGINE = InnoDB;

-- Counted from the rows of node, which cannot differ from them.
ALTER TABLE lease DROP COLUMN nodes_count,
  ADD KEY by_owner (owner_account, permission_id);
