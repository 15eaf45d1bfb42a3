-- Rights that an administrator changes, roles in rooms, and who changed what. Times are milliseconds since
-- 1970-01-01T00:00:00Z.

-- When the grant ends; never where it is null.
ALTER TABLE grant_rule ADD COLUMN ends_at INTEGER;

-- Who has which role in which room. What it gives there are the grants of `room-role:<role>`, whose resource is `room`.
CREATE TABLE room_role (
    room TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX room_role_by_user ON room_role (user);
CREATE INDEX room_role_by_role ON room_role (role);

INSERT INTO grant_rule (subject, "right", resource) VALUES
    ('role:moderator', 'list', 'server'),
    ('role:moderator', 'join', 'room:*'),
    ('role:moderator', 'read', 'room:*'),
    ('role:moderator', 'send', 'room:*'),
    ('role:moderator', 'moderate', 'room:*'),
    ('room-role:owner', 'join', 'room'),
    ('room-role:owner', 'read', 'room'),
    ('room-role:owner', 'send', 'room'),
    ('room-role:owner', 'invite', 'room'),
    ('room-role:owner', 'moderate', 'room'),
    ('room-role:owner', 'manage', 'room'),
    ('room-role:moderator', 'join', 'room'),
    ('room-role:moderator', 'read', 'room'),
    ('room-role:moderator', 'send', 'room'),
    ('room-role:moderator', 'invite', 'room'),
    ('room-role:moderator', 'moderate', 'room'),
    ('room-role:member', 'join', 'room'),
    ('room-role:member', 'read', 'room'),
    ('room-role:member', 'send', 'room');

-- Each change of accounts, rights and rooms. An actor that is null is a command on the server's machine.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT,
    session TEXT,
    address TEXT,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_target ON audit (target, id);
