-- Ids of rooms that were deleted: nobody gets one again, and with it what was said and allowed there before.

CREATE TABLE retired_room (
    id TEXT PRIMARY KEY NOT NULL,
    retired_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER room_retired_id BEFORE INSERT ON room
WHEN EXISTS (SELECT 1 FROM retired_room WHERE id = new.id)
BEGIN
    SELECT raise(ABORT, 'retired_room.id');
END;

-- What clients find again that lost their connections, from the end of one run of the server to the beginning of the next.
CREATE TABLE kept_client (
    pid TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
