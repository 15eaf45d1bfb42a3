internal import FoundationEssentials
internal import RoostKit

/// The table of kept messages: the only place that knows its columns.
struct MessageTable: Recorder {
    let store: any ModuleStore

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
        )
    ]

    func statements(recording messages: [Message]) -> [Statement] {
        messages.map { message in
            Statement(
                """
                INSERT INTO history_message (room, sequence, author, id, text, at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """,
                [
                    .text(message.room.rawValue), .integer(message.sequence), .text(message.author.rawValue),
                    .text(message.id), .text(message.text), .integer(message.at),
                ]
            )
        }
    }

    @concurrent
    func earlier(_ keys: [MessageKey]) async throws -> [Message] {
        // The keys are one JSON value, so that the statement is the same for any number of them.
        let list = try JSONEncoder().encode(keys.map { [$0.author.rawValue, $0.id] })
        let query = Statement(
            """
            SELECT room, sequence, author, message.id, text, at
            FROM json_each(?1) AS wanted CROSS JOIN history_message AS message
            WHERE author = wanted.value ->> 0 AND message.id = wanted.value ->> 1
            """,
            [.text(String(decoding: list, as: UTF8.self))]
        )
        // SQLite ends a JSON text at U+0000, and so could find another id than the one that was asked for.
        let asked = Set(keys)
        return try await store.read(query).map(Self.message).filter {
            asked.contains(MessageKey(author: $0.author, id: $0.id))
        }
    }

    /// The page that ends just before `cursor`.
    @concurrent
    func page(of room: RoomID, before cursor: Int64, limit: Int) async throws -> Page {
        // One row more than the page holds tells whether there is a page before it.
        let query = Statement(
            """
            SELECT room, sequence, author, id, text, at FROM history_message
            WHERE room = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
            """,
            [.text(room.rawValue), .integer(cursor), .integer(Int64(limit) + 1)]
        )
        let newestFirst = try await store.read(query).map(Self.message)
        return Page(messages: newestFirst.prefix(limit).reversed(), more: newestFirst.count > limit)
    }

    private static func message(_ row: [SQLValue]) throws(UnexpectedRow) -> Message {
        guard
            row.count == 6,
            case (.text(let room), .integer(let sequence), .text(let author)) = (row[0], row[1], row[2]),
            case (.text(let id), .text(let text), .integer(let at)) = (row[3], row[4], row[5])
        else { throw UnexpectedRow() }
        return Message(
            id: id,
            sequence: sequence,
            room: RoomID(rawValue: room),
            author: UserID(rawValue: author),
            text: text,
            at: at
        )
    }
}

/// A row that does not have the columns of a message.
private struct UnexpectedRow: Error {}
