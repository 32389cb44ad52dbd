-- What an account says about its gateways; that they are its own stands in the exchange (gateway_claim). Coordinates
-- are decimals, so that they come back as they were sent.
CREATE TABLE gateway (
    gw_eui                  CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    gateway_name            VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    description             VARCHAR(100) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
    freq_band_plan_group_id BIGINT NOT NULL,
    communication_mode      VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    city                    VARCHAR(100) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    district                VARCHAR(100) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    address                 VARCHAR(255) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    address_code            BIGINT NOT NULL,
    gis_coordinate_system   VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    longitude               DECIMAL(18, 15) NOT NULL,
    latitude                DECIMAL(18, 15) NOT NULL,
    enabled                 BOOLEAN NOT NULL DEFAULT TRUE,
    create_millis           BIGINT NOT NULL,
    version                 INT NOT NULL DEFAULT 1,
    PRIMARY KEY (gw_eui),
    KEY by_creation (create_millis, gw_eui)
) ENGINE = InnoDB;
