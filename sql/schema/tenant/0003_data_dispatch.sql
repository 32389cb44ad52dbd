-- Where the uplink data of a group are to go; no destination until one is configured. What belongs to the other
-- destination is NULL. The switch is the caller's own: it stays as it was set, whatever is configured.
ALTER TABLE node_group
  ADD COLUMN dispatch_enabled     BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN dispatch_destination VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN product_type         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN product_name         VARCHAR(64) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
  ADD COLUMN product_key          VARCHAR(64) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
  ADD COLUMN debug_switch         BOOLEAN NULL,
  ADD COLUMN uplink_region_name   VARCHAR(64) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
  ADD COLUMN uplink_topic         VARCHAR(255) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NULL,
  ADD KEY by_creation (create_millis, group_id);
