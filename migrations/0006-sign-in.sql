-- What signing in needs beyond a password. Times are milliseconds since 1970-01-01T00:00:00Z.

-- How others see the user; the name where it is null.
ALTER TABLE user ADD COLUMN display_name TEXT;

-- A name that looks like one that is there (b0b and bob, modern and modem) is refused, except by the name itself, whose
-- primary key does that. The index has every name as it looks, and cannot be unique: older names may already look alike.
CREATE INDEX user_by_look ON user (replace(replace(replace(name, '0', 'o'), '1', 'l'), 'rn', 'm'));

CREATE TRIGGER user_look BEFORE INSERT ON user
WHEN EXISTS (
    SELECT 1 FROM user WHERE name <> new.name
    AND replace(replace(replace(name, '0', 'o'), '1', 'l'), 'rn', 'm')
        = replace(replace(replace(new.name, '0', 'o'), '1', 'l'), 'rn', 'm')
)
BEGIN
    SELECT raise(ABORT, 'look of user.name');
END;

-- Where each user signed in from, so that strangers who guess cannot keep them out there.
CREATE TABLE sign_in_network (
    user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    network TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (user, network)
) STRICT, WITHOUT ROWID;

-- The secret that an authenticator app shares. Codes up to the step last_step are used.
CREATE TABLE second_factor (
    user TEXT PRIMARY KEY NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    secret BLOB NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
    user TEXT NOT NULL REFERENCES second_factor (user) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    PRIMARY KEY (user, digest)
) STRICT, WITHOUT ROWID;
