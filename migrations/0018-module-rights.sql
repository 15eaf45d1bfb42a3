-- The rights of modules that were declared once: their defaults are granted then, and never again.
CREATE TABLE module_right (
    "right" TEXT PRIMARY KEY,
    declared_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
