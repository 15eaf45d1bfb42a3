-- Which schema changes of which module this database has.

CREATE TABLE module_migration (
    module TEXT NOT NULL,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (module, name)
) STRICT, WITHOUT ROWID;
