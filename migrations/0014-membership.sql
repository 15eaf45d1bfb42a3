-- What people see of a room, and who belongs to it. Times are milliseconds since 1970-01-01T00:00:00Z.

ALTER TABLE room ADD COLUMN topic TEXT NOT NULL DEFAULT '';
-- When the room was closed for good; it can be read, and takes nothing more.
ALTER TABLE room ADD COLUMN archived_at INTEGER;
-- Whoever made it on the wire; no reference, since a room outlives its maker.
ALTER TABLE room ADD COLUMN created_by TEXT;
-- Counts the changes of title, topic and archive, so that the later one is known.
ALTER TABLE room ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
-- What a search looks through: id, title and topic in lower case.
ALTER TABLE room ADD COLUMN search TEXT NOT NULL DEFAULT '';
-- How many rows of membership are about it: never counted by reading them.
ALTER TABLE room ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0;

UPDATE room SET search = lower(id || ' ' || title);

CREATE INDEX room_by_creator ON room (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX room_public ON room (id) WHERE instr(id, '~') = 0 AND archived_at IS NULL;

-- A user belongs to a room from the first joining until they leave it, connected or not. Entries up to `read` are read.
CREATE TABLE membership (
    user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    room TEXT NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    read INTEGER NOT NULL,
    PRIMARY KEY (user, room)
) STRICT, WITHOUT ROWID;

CREATE INDEX membership_by_room ON membership (room, user);

CREATE TRIGGER membership_begins AFTER INSERT ON membership
BEGIN
    UPDATE room SET member_count = member_count + 1 WHERE id = new.room;
END;

CREATE TRIGGER membership_ends AFTER DELETE ON membership
BEGIN
    UPDATE room SET member_count = member_count - 1 WHERE id = old.room;
END;

INSERT INTO grant_rule (subject, "right", resource) VALUES
    ('role:member', 'create', 'server'),
    ('role:moderator', 'create', 'server');
