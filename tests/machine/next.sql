-- What the version after this one might add.
CREATE TABLE next_version (
    id BIGINT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;
ALTER TABLE join_permission ADD COLUMN next_version BIGINT NULL;
