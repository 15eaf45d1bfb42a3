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
    ]
}
