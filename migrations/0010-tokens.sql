-- Tokens beyond those of sign-ins. Times are milliseconds since 1970-01-01T00:00:00Z.

-- A session with a name stands for a token that its user made for a program.
ALTER TABLE session ADD COLUMN name TEXT;

-- Conditions that the server holds a session's token to, spelled as in the token.
CREATE TABLE added_caveat (
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    caveat TEXT NOT NULL,
    PRIMARY KEY (session, caveat)
) STRICT, WITHOUT ROWID;

-- Links that do one thing: an invitation to the server (no room) or to a room, or a new password for a user. `block` is
-- the token up to its last condition, which counts the uses.
CREATE TABLE link (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('invitation', 'reset')),
    user TEXT REFERENCES user (name) ON DELETE CASCADE,
    room TEXT REFERENCES room (id) ON DELETE CASCADE,
    uses INTEGER NOT NULL CHECK (uses > 0),
    block TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX link_by_user ON link (user, kind);
CREATE INDEX link_by_room ON link (room);

-- A token up to one of its conditions, by its revocation id: how often it was used, and whether all that follows is
-- void. `token` is the session or link that it is of.
CREATE TABLE token_block (
    id TEXT PRIMARY KEY NOT NULL,
    token TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX token_block_by_token ON token_block (token);

CREATE TRIGGER session_blocks AFTER DELETE ON session
BEGIN
    DELETE FROM token_block WHERE token = old.id;
END;

CREATE TRIGGER link_blocks AFTER DELETE ON link
BEGIN
    DELETE FROM token_block WHERE token = old.id;
END;

-- What signs tokens: the last one does, and those before it are believed until they end.
CREATE TABLE root_key (
    number INTEGER PRIMARY KEY,
    key BLOB NOT NULL,
    ends_at INTEGER
) STRICT;

INSERT INTO root_key (key) SELECT value FROM setting WHERE key = 'token_root_key';
DELETE FROM setting WHERE key = 'token_root_key';
