-- The rooms, each with the sequence number of its latest entry.

CREATE TABLE room (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO room (id, title, created_at) VALUES ('lobby', 'Lobby', unixepoch() * 1000);
