-- What an account is told, whatever its instances. JoinEUI and name of a permission stay as they were when it was
-- written: the lease ends with the order, and the owner's schema is not the receiver's to read. What became of the order
-- since is read from the order. Nothing here makes the categories of gateways: they are for who imports them.
CREATE TABLE notification (
    notification_id  BIGINT NOT NULL AUTO_INCREMENT,
    receiver_account VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    category         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    handle_state     VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'UNHANDLED',
    notice_millis    BIGINT NOT NULL,
    handled_millis   BIGINT NULL,
    order_id         BIGINT NULL,
    permission_name  VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
    join_eui         CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    gw_eui           CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    event_millis     BIGINT NULL,
    alarm_detail     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
    version          INT NOT NULL DEFAULT 1,
    PRIMARY KEY (notification_id),
    KEY by_receiver (receiver_account, notice_millis, notification_id),
    KEY by_state (receiver_account, handle_state, notice_millis, notification_id),
    CONSTRAINT notification_category
        CHECK (category IN ('GATEWAY_OFFLINE', 'GATEWAY_DATAFLOW_LIMIT', 'JOIN_PERMISSION_AUTH_APPLYING',
                            'JOIN_PERMISSION_AUTH_ACCEPTED', 'JOIN_PERMISSION_AUTH_CANCELED',
                            'JOIN_PERMISSION_AUTH_REJECTED')),
    CONSTRAINT notification_state CHECK (handle_state IN ('UNHANDLED', 'HANDLED')),
    CONSTRAINT notification_handled CHECK ((handle_state = 'HANDLED') = (handled_millis IS NOT NULL)),
    CONSTRAINT notification_subject
        CHECK ((category LIKE 'JOIN_PERMISSION_AUTH_%') = (order_id IS NOT NULL))
) ENGINE = InnoDB;
