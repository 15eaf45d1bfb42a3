internal import RoostKit

/// The module's tables, step by step.
enum Schema {
    static let migrations = [
        Migration(
            "0001-conversations",
            sql: """
                -- Two people have one conversation, which `pair` finds: their names in order. A group has none.
                CREATE TABLE private_conversation (
                    room TEXT PRIMARY KEY NOT NULL,
                    pair TEXT UNIQUE,
                    created_by TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    active_at INTEGER NOT NULL,
                    sequence INTEGER NOT NULL DEFAULT 0
                ) STRICT, WITHOUT ROWID;

                -- Entries up to `read` are read. Who wrote there agreed to the conversation.
                CREATE TABLE private_member (
                    room TEXT NOT NULL REFERENCES private_conversation (room) ON DELETE CASCADE,
                    user TEXT NOT NULL,
                    is_in INTEGER NOT NULL DEFAULT 1 CHECK (is_in IN (0, 1)),
                    has_agreed INTEGER NOT NULL DEFAULT 0 CHECK (has_agreed IN (0, 1)),
                    read INTEGER NOT NULL DEFAULT 0,
                    PRIMARY KEY (room, user)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX private_member_by_user ON private_member (user, is_in);

                -- The messages that somebody has not read, for counting them; what they say is not in here.
                CREATE TABLE private_unread (
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    PRIMARY KEY (room, sequence)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE private_block (
                    user TEXT NOT NULL,
                    blocked TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    PRIMARY KEY (user, blocked)
                ) STRICT, WITHOUT ROWID;

                CREATE TABLE private_preference (
                    user TEXT PRIMARY KEY NOT NULL,
                    accepts TEXT,
                    shows_read INTEGER NOT NULL DEFAULT 1
                ) STRICT, WITHOUT ROWID;

                -- What participants reported, as it was then.
                CREATE TABLE private_report (
                    id INTEGER PRIMARY KEY,
                    room TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    author TEXT NOT NULL,
                    message TEXT NOT NULL,
                    text TEXT NOT NULL,
                    posted_at INTEGER NOT NULL,
                    reporter TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    resolved_by TEXT,
                    resolved_at INTEGER,
                    note TEXT,
                    UNIQUE (reporter, author, message)
                ) STRICT;
                CREATE INDEX private_report_open ON private_report (id) WHERE resolved_at IS NULL;
                """
        ),
        Migration("0002-title", sql: "ALTER TABLE private_conversation ADD COLUMN title TEXT;"),
        Migration(
            "0003-begun",
            sql: "CREATE INDEX private_conversation_begun ON private_conversation (created_by, created_at);"
        ),
    ]
}
