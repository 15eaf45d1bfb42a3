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
            UNION ALL
            SELECT sequence, 'noted', name, coalesce(noted_by, ''), at,
                room, sequence, '', '', payload, at, NULL, NULL, 0
            FROM history_fact WHERE room = ?1 AND sequence > ?2
            ORDER BY place LIMIT ?3
            """,
            [.text(room.rawValue), .integer(sequence), .integer(Int64(limit))]
        )
        return try await store.read(query).map { try EntryRow.entry(of: $0) }
    }

    /// The messages of `room` at `place`, at most `limit`, as `reader` sees them.
    @concurrent
    func page(
        of room: RoomID,
        at place: PageRequest.Place,
        limit: Int,
        for reader: UserID
    ) async throws -> Page {
        switch place {
        case .before(let cursor):
            let earlier = try await messages(of: room, before: cursor, limit: limit)
            return Page(messages: try await entries(earlier.messages, for: reader), more: earlier.more)
        case .after(let cursor):
            let later = try await messages(of: room, from: cursor + 1, limit: limit)
            let first = later.messages.first?.sequence ?? cursor + 1
            let earlier = try await messages(of: room, before: first, limit: 0)
            let messages = try await entries(later.messages, for: reader)
            return Page(messages: messages, more: earlier.more, newer: later.more)
        case .around(let middle):
            let earlier = try await messages(of: room, before: middle, limit: limit / 2)
            let later = try await messages(of: room, from: middle, limit: limit - earlier.messages.count)
            let messages = try await entries(earlier.messages + later.messages, for: reader)
            return Page(messages: messages, more: earlier.more, newer: later.more)
        }
    }

    /// Those of the messages with these keys that are there, in the order of the keys, as `reader` sees them.
    @concurrent
    func messages(numbered keys: [Int64], for reader: UserID) async throws -> [PageEntry] {
        let query = Statement(
            """
            SELECT \(MessageRow.columns)
            FROM json_each(?1) AS wanted CROSS JOIN history_message AS message ON message.key = wanted.value
            ORDER BY wanted.key
            """,
            [.list(keys)]
        )
        let messages = try await store.read(query).map { try MessageRow.message(of: $0) }
        return try await entries(messages, for: reader)
    }

    /// The latest messages before `cursor`, oldest first, and whether there are more before them.
    private func messages(
        of room: RoomID,
        before cursor: Int64,
        limit: Int
    ) async throws -> (messages: [Message], more: Bool) {
        // One row more than the page holds tells whether there is a page before it.
        let query = Statement(
            """
            SELECT \(MessageRow.columns) FROM history_message AS message
            WHERE room = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
            """,
            [.text(room.rawValue), .integer(cursor), .integer(Int64(limit) + 1)]
        )
        let newestFirst = try await store.read(query).map { try MessageRow.message(of: $0) }
        return (newestFirst.prefix(limit).reversed(), newestFirst.count > limit)
    }

    /// The first messages from `cursor` on, oldest first, and whether there are more after them.
    private func messages(
        of room: RoomID,
        from cursor: Int64,
        limit: Int
    ) async throws -> (messages: [Message], more: Bool) {
        let query = Statement(
            """
            SELECT \(MessageRow.columns) FROM history_message AS message
            WHERE room = ?1 AND sequence >= ?2 ORDER BY sequence LIMIT ?3
            """,
            [.text(room.rawValue), .integer(cursor), .integer(Int64(limit) + 1)]
        )
        let found = try await store.read(query).map { try MessageRow.message(of: $0) }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// The messages with the reactions to them.
    private func entries(_ messages: [Message], for reader: UserID) async throws -> [PageEntry] {
        guard !messages.isEmpty else { return [] }
        let reactions = try await reactions(to: messages.map(\.key), for: reader)
        return messages.map { PageEntry(message: $0, reactions: reactions[$0.key] ?? []) }
    }

    /// The most frequent reactions to each of these messages and those of `reader`, the most frequent first.
    private func reactions(
        to keys: [MessageKey],
        for reader: UserID
    ) async throws -> [MessageKey: [Reaction]] {
        let query = Statement(
            """
            SELECT author, history_reaction.id, reaction, count(*) AS users, max(user = ?2)
            FROM json_each(?1) AS wanted CROSS JOIN history_reaction
            WHERE author = wanted.value ->> 0 AND history_reaction.id = wanted.value ->> 1
            GROUP BY author, history_reaction.id, reaction ORDER BY users DESC, reaction
            """,
            [try Self.list(of: keys), .text(reader.rawValue)]
        )
        return try await store.read(query).reduce(into: [:]) { found, row in
            guard row.count == 5, case (.text(let author), .text(let id)) = (row[0], row[1]),
                case (.text(let reaction), .integer(let count)) = (row[2], row[3])
            else { throw UnexpectedRow() }
            let key = MessageKey(author: UserID(rawValue: author), id: id)
            let isMine = row[4].integer == 1
            let limit = isMine ? Reaction.limit + Reaction.ownLimit : Reaction.limit
            guard found[key, default: []].count < limit else { return }
            found[key, default: []].append(Reaction(reaction: reaction, count: count, isMine: isMine))
        }
    }

    /// The keys as one JSON value, so that a statement is the same for any number of them.
    static func list(of keys: [MessageKey]) throws -> SQLValue {
        let list = try JSONEncoder().encode(keys.map { [$0.author.rawValue, $0.id] })
        return .text(String(decoding: list, as: UTF8.self))
    }
}
