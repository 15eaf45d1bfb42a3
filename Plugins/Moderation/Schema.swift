internal import FoundationEssentials
internal import RoostKit

/// The module's tables, step by step.
///
/// A room of '' is the whole server, as NULL is never equal to itself.
enum Schema {
    static let migrations = [
        Migration(
            "0001-action",
            sql: """
                CREATE TABLE moderation_action (
                    id INTEGER PRIMARY KEY,
                    kind TEXT NOT NULL,
                    room TEXT NOT NULL,
                    target TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    until INTEGER,
                    reason TEXT,
                    amount INTEGER,
                    ends INTEGER REFERENCES moderation_action (id),
                    evidence TEXT NOT NULL,
                    holds INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX moderation_action_holds ON moderation_action (id) WHERE holds = 1;
                CREATE INDEX moderation_action_room ON moderation_action (room, id);
                CREATE INDEX moderation_action_target ON moderation_action (target, id);
                CREATE TABLE moderation_filter (
                    id INTEGER PRIMARY KEY,
                    kind TEXT NOT NULL,
                    pattern TEXT NOT NULL,
                    verdict TEXT NOT NULL,
                    room TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    UNIQUE (room, kind, pattern)
                ) STRICT;
                CREATE TABLE moderation_report (
                    id INTEGER PRIMARY KEY,
                    room TEXT NOT NULL,
                    author TEXT NOT NULL,
                    message TEXT NOT NULL,
                    sequence INTEGER NOT NULL,
                    text TEXT NOT NULL,
                    reporter TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    at INTEGER NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'resolved')),
                    handler TEXT,
                    handled_at INTEGER,
                    outcome TEXT,
                    UNIQUE (author, message, reporter)
                ) STRICT;
                CREATE INDEX moderation_report_room ON moderation_report (room, state, id);
                CREATE INDEX moderation_report_reporter ON moderation_report (reporter, state);
                CREATE TABLE moderation_held (
                    id INTEGER PRIMARY KEY,
                    room TEXT NOT NULL,
                    author TEXT NOT NULL,
                    message TEXT NOT NULL,
                    text TEXT NOT NULL,
                    rule INTEGER NOT NULL,
                    at INTEGER NOT NULL,
                    UNIQUE (author, message)
                ) STRICT;
                CREATE INDEX moderation_held_room ON moderation_held (room, id);
                """
        ),
        Migration("0002-held-reply", sql: "ALTER TABLE moderation_held ADD COLUMN reply_to INTEGER;"),
        // What refers to an action is looked for when it goes with its room.
        Migration(
            "0003-ends",
            sql: "CREATE INDEX moderation_action_ends ON moderation_action (ends) WHERE ends IS NOT NULL;"
        ),
        // The last id that was given in each table from which rows are removed, so that none is given twice.
        Migration(
            "0004-last",
            sql: """
                CREATE TABLE moderation_last (
                    name TEXT PRIMARY KEY NOT NULL,
                    id INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                INSERT INTO moderation_last SELECT 'action', coalesce(max(id), 0) FROM moderation_action;
                INSERT INTO moderation_last SELECT 'filter', coalesce(max(id), 0) FROM moderation_filter;
                INSERT INTO moderation_last SELECT 'report', coalesce(max(id), 0) FROM moderation_report;
                INSERT INTO moderation_last SELECT 'held', coalesce(max(id), 0) FROM moderation_held;
                """
        ),
        // Who did something is looked for when their account is deleted.
        Migration(
            "0005-actor",
            sql: """
                CREATE INDEX moderation_action_actor ON moderation_action (actor);
                CREATE INDEX moderation_filter_actor ON moderation_filter (actor);
                CREATE INDEX moderation_report_handler ON moderation_report (handler) WHERE handler IS NOT NULL;
                """
        ),
    ]
}

/// A row that does not have the columns that were asked for.
struct UnexpectedRow: Error {}

extension SQLValue {
    /// The number, or nothing for all else.
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The text, or nothing for all else.
    var text: String? { if case .text(let value) = self { value } else { nil } }

    /// The text, or NULL.
    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

    /// The number, or NULL.
    init(_ number: Int64?) { self = number.map(SQLValue.integer) ?? .null }

    /// The ids as one JSON value, so that a statement is the same for any number of them.
    init(_ rooms: [RoomID]) throws {
        self = .text(String(decoding: try JSONEncoder().encode(rooms.map(\.rawValue)), as: UTF8.self))
    }
}
