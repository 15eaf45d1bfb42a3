internal import RoostKit

/// The module's tables, step by step.
enum Schema {
    static let migrations = [
        Migration(
            "0001-message",
            sql: """
                CREATE TABLE history_message (
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    id TEXT NOT NULL,
                    text TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (room, sequence),
                    UNIQUE (author, id)
                ) STRICT, WITHOUT ROWID;
                """
        ),
        // A message has its present text, and a change none: what was deleted is nowhere.
        Migration(
            "0002-change",
            sql: """
                ALTER TABLE history_message ADD COLUMN reply_to INTEGER;
                ALTER TABLE history_message ADD COLUMN edited_at INTEGER;
                ALTER TABLE history_message ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0;
                CREATE TABLE history_change (
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    id TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('edited', 'deleted', 'reacted', 'unreacted')),
                    reaction TEXT NOT NULL,
                    changed_by TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (room, sequence)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE history_reaction (
                    author TEXT NOT NULL,
                    id TEXT NOT NULL,
                    reaction TEXT NOT NULL,
                    user TEXT NOT NULL,
                    PRIMARY KEY (author, id, reaction, user)
                ) STRICT, WITHOUT ROWID;
                """
        ),
        // A message has a number of its own, which the index of words refers to. Numbers are not given twice, so that the
        // index knows by the latest one what it has. What was kept before is indexed step by step later.
        Migration(
            "0003-search",
            sql: """
                CREATE TABLE history_message_numbered (
                    key INTEGER PRIMARY KEY AUTOINCREMENT,
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    id TEXT NOT NULL,
                    text TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    reply_to INTEGER,
                    edited_at INTEGER,
                    is_deleted INTEGER NOT NULL DEFAULT 0,
                    UNIQUE (room, sequence),
                    UNIQUE (author, id)
                ) STRICT;
                INSERT INTO history_message_numbered
                    (room, sequence, author, id, text, at, reply_to, edited_at, is_deleted)
                    SELECT room, sequence, author, id, text, at, reply_to, edited_at, is_deleted
                    FROM history_message ORDER BY at, room, sequence;
                DROP TABLE history_message;
                ALTER TABLE history_message_numbered RENAME TO history_message;
                CREATE INDEX history_message_by_time ON history_message (room, at);
                CREATE VIRTUAL TABLE history_word USING fts5(
                    text, author, room,
                    content='history_message', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
                );
                CREATE TABLE history_index (through INTEGER NOT NULL) STRICT;
                INSERT INTO history_index (through) VALUES (0);
                """
        ),
        // How long messages are kept in a room, where that is not as on the whole server; who is under a legal hold, and what
        // was edited away or deleted meanwhile.
        Migration(
            "0004-retention",
            sql: """
                CREATE TABLE history_retention (
                    room TEXT PRIMARY KEY NOT NULL,
                    days INTEGER,
                    messages INTEGER
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE history_hold (
                    kind TEXT NOT NULL CHECK (kind IN ('room', 'user')),
                    name TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    set_by TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (kind, name)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE history_held (
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    id TEXT NOT NULL,
                    text TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    ended_at INTEGER NOT NULL,
                    ended_by TEXT NOT NULL
                ) STRICT;
                CREATE INDEX history_held_by_room ON history_held (room, sequence);
                CREATE INDEX history_change_by_message ON history_change (author, id);
                """
        ),
        // What modules noted in a room's sequence.
        Migration(
            "0005-fact",
            sql: """
                CREATE TABLE history_fact (
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    name TEXT NOT NULL,
                    payload TEXT NOT NULL,
                    noted_by TEXT,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (room, sequence)
                ) STRICT, WITHOUT ROWID;
                """
        ),
    ]
}
