-- Who there is, who is signed in, and who may do what. Times are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE user (
    name TEXT PRIMARY KEY NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX user_by_role ON user (role);

CREATE TABLE session (
    id TEXT PRIMARY KEY NOT NULL,
    user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_user ON session (user, created_at);

-- A subject is `role:<role>` or `user:<name>`; a resource is `*`, `server`, `room:*` or `room:<id>`; a right is its name or `*`.
CREATE TABLE grant_rule (
    subject TEXT NOT NULL,
    "right" TEXT NOT NULL,
    resource TEXT NOT NULL,
    PRIMARY KEY (subject, "right", resource)
) STRICT, WITHOUT ROWID;

INSERT INTO grant_rule (subject, "right", resource) VALUES
    ('role:admin', '*', '*'),
    ('role:member', 'list', 'server'),
    ('role:member', 'join', 'room:*'),
    ('role:member', 'read', 'room:*'),
    ('role:member', 'send', 'room:*');

CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
