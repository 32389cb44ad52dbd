-- Lists of many permissions. A part of a name is the beginning of one of its suffixes: what a substring search needs is
-- a range of the primary key here. Only LOCAL permissions have their suffixes: there is one ROAMING one.
CREATE TABLE permission_name_suffix (
    suffix        VARCHAR(30) CHARACTER SET utf8mb4 COLLATE ${nopad_bin} NOT NULL,
    permission_id BIGINT NOT NULL,
    PRIMARY KEY (suffix, permission_id),
    CONSTRAINT suffix_permission
        FOREIGN KEY (permission_id) REFERENCES join_permission (permission_id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- Where a suffix can begin.
CREATE TABLE name_position (
    position INT NOT NULL,
    PRIMARY KEY (position)
) ENGINE = InnoDB;

INSERT INTO name_position (position)
VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15),
       (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30);

INSERT INTO permission_name_suffix (suffix, permission_id)
SELECT SUBSTRING(p.permission_name, n.position), p.permission_id
  FROM join_permission AS p
  JOIN name_position AS n ON n.position <= CHAR_LENGTH(p.permission_name)
 WHERE p.permission_type = 'LOCAL';

-- In the order of the lists; the first also holds what they filter by without an index of its own.
ALTER TABLE join_permission
  DROP KEY by_creation,
  ADD KEY by_creation (permission_type, create_millis, permission_id, enabled, join_eui),
  ADD KEY by_state (permission_type, enabled, create_millis, permission_id),
  ADD KEY by_join_eui (join_eui, permission_id);
