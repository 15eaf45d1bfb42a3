-- What it takes to change accounts and to end sessions while people are connected.

-- Counts what ended every session of the user: a sign-in that began before opens none afterwards.
ALTER TABLE user ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

ALTER TABLE session ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address TEXT;
ALTER TABLE session ADD COLUMN program TEXT;
UPDATE session SET last_used_at = created_at;

-- Names that were somebody's: nobody gets one again, so nobody speaks in an earlier user's name.
CREATE TABLE retired_name (
    name TEXT PRIMARY KEY NOT NULL,
    retired_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Its one statement breaks the primary key, as a name that somebody has does.
CREATE TRIGGER user_has_no_retired_name BEFORE INSERT ON user
BEGIN
    INSERT INTO retired_name (name, retired_at)
    SELECT name, retired_at FROM retired_name WHERE name = NEW.name;
END;
