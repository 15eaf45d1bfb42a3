internal import FoundationEssentials
internal import RoostKit

/// What is kept of the rooms, as one reads it.
struct MessageTable: Recorder {
    let store: any ModuleStore

    func statements(recording entries: [RoomEntry]) -> [Statement] {
        entries.flatMap(Writing.statements)
    }

    @concurrent
    func earlier(_ keys: [MessageKey]) async throws -> [Message] {
        let query = Statement(
            """
            SELECT \(MessageRow.columns)
            FROM json_each(?1) AS wanted CROSS JOIN history_message AS message
            WHERE message.author = wanted.value ->> 0 AND message.id = wanted.value ->> 1
            """,
            [try Self.list(of: keys)]
        )
        // SQLite ends a JSON text at U+0000, and so could find another id than the one that was asked for.
        let asked = Set(keys)
        return try await store.read(query).map { try MessageRow.message(of: $0) }.filter {
            asked.contains($0.key)
        }
    }

    @concurrent
    func entries(of room: RoomID, after sequence: Int64, limit: Int) async throws -> [RoomEntry] {
        let query = Statement(
            """
            SELECT message.sequence AS place, '', '', '', 0, \(MessageRow.columns)
            FROM history_message AS message WHERE message.room = ?1 AND message.sequence > ?2
            UNION ALL
            SELECT change.sequence, change.kind, change.reaction, change.changed_by, change.at, \(MessageRow.columns)
            FROM history_change AS change
            JOIN history_message AS message ON message.author = change.author AND message.id = change.id
            WHERE change.room = ?1 AND change.sequence > ?2
            ORDER BY place LIMIT ?3
            """,
            [.text(room.rawValue), .integer(sequence), .integer(Int64(limit))]
        )
        return try await store.read(query).map { try Self.entry(of: $0) }
    }

    /// The page that ends just before `cursor`.
    @concurrent
    func page(of room: RoomID, before cursor: Int64, limit: Int) async throws -> Page {
        // One row more than the page holds tells whether there is a page before it.
        let query = Statement(
            """
            SELECT \(MessageRow.columns) FROM history_message AS message
            WHERE room = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
            """,
            [.text(room.rawValue), .integer(cursor), .integer(Int64(limit) + 1)]
        )
        let newestFirst = try await store.read(query).map { try MessageRow.message(of: $0) }
        let messages = Array(newestFirst.prefix(limit).reversed())
        let reactions = try await reactions(to: messages.map(\.key))
        return Page(
            messages: messages.map { Page.Entry(message: $0, reactions: reactions[$0.key] ?? []) },
            more: newestFirst.count > limit
        )
    }

    /// The most frequent reactions to each of these messages, those first.
    private func reactions(to keys: [MessageKey]) async throws -> [MessageKey: [Reaction]] {
        let query = Statement(
            """
            SELECT author, history_reaction.id, reaction, count(*) AS users
            FROM json_each(?1) AS wanted CROSS JOIN history_reaction
            WHERE author = wanted.value ->> 0 AND history_reaction.id = wanted.value ->> 1
            GROUP BY author, history_reaction.id, reaction ORDER BY users DESC, reaction
            """,
            [try Self.list(of: keys)]
        )
        return try await store.read(query).reduce(into: [:]) { found, row in
            guard row.count == 4, case (.text(let author), .text(let id)) = (row[0], row[1]),
                case (.text(let reaction), .integer(let count)) = (row[2], row[3])
            else { throw UnexpectedRow() }
            let key = MessageKey(author: UserID(rawValue: author), id: id)
            guard found[key, default: []].count < Reaction.limit else { return }
            found[key, default: []].append(Reaction(reaction: reaction, count: count))
        }
    }

    /// The keys as one JSON value, so that a statement is the same for any number of them.
    private static func list(of keys: [MessageKey]) throws -> SQLValue {
        let list = try JSONEncoder().encode(keys.map { [$0.author.rawValue, $0.id] })
        return .text(String(decoding: list, as: UTF8.self))
    }

    private static func entry(of row: [SQLValue]) throws -> RoomEntry {
        let message = try MessageRow.message(of: row.dropFirst(5))
        guard case (.integer(let sequence), .text(let kind), .text(let reaction)) = (row[0], row[1], row[2]),
            case (.text(let user), .integer(let at)) = (row[3], row[4])
        else { throw UnexpectedRow() }
        let change: MessageChange.Kind
        switch kind {
        case "": return .posted(message)
        case "edited": change = .edited(text: message.text)
        case "deleted": change = .deleted
        default: change = .reacted(reaction, isOn: kind == "reacted")
        }
        return .changed(
            MessageChange(
                sequence: sequence,
                room: message.room,
                message: message.key,
                kind: change,
                by: UserID(rawValue: user),
                at: at
            )
        )
    }
}
