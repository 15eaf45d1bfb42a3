-- What it takes to change accounts and to end sessions while people are connected.

-- Counts what ended every session of the user: a sign-in that began before opens none afterwards.
ALTER TABLE user ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

ALTER TABLE session ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE session ADD COLUMN program TEXT;
UPDATE session SET last_used_at = created_at;

-- Names that were somebody's: nobody gets one again, or one that looks like it, and speaks as an earlier user.
CREATE TABLE retired_name (
    name TEXT PRIMARY KEY NOT NULL,
    retired_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX retired_name_by_look ON retired_name (replace(replace(replace(name, '0', 'o'), '1', 'l'), 'rn', 'm'));

CREATE TRIGGER user_retired_name BEFORE INSERT ON user
WHEN EXISTS (
    SELECT 1 FROM retired_name
    WHERE replace(replace(replace(name, '0', 'o'), '1', 'l'), 'rn', 'm')
        = replace(replace(replace(new.name, '0', 'o'), '1', 'l'), 'rn', 'm')
)
BEGIN
    SELECT raise(ABORT, 'retired_name.name');
END;
