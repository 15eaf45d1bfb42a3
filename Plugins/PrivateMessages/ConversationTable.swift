internal import FoundationEssentials
internal import RoostKit

/// The tables of conversations.
struct ConversationTable: Sendable {
    /// Unread messages of a conversation that are counted.
    private static let countLimit = 1_000

    let store: any ModuleStore

    /// The conversation of these two, if they have one.
    func room(of pair: [UserID]) async throws -> RoomID? {
        let query = "SELECT room FROM private_conversation WHERE pair = ?1"
        let rows = try await store.read(Statement(query, [.text(Self.name(of: pair))]))
        return rows.first?.first?.text.map(RoomID.init)
    }

    /// Who takes part in the conversation in `room`, if it is one.
    func participation(in room: RoomID) async throws -> Participation? {
        let rows = try await store.read(
            Statement(
                """
                SELECT pair IS NOT NULL, user, is_in, has_agreed, title
                FROM private_conversation JOIN private_member USING (room) WHERE room = ?1 ORDER BY user
                """,
                [.text(room.rawValue)]
            )
        )
        guard let first = rows.first else { return nil }
        return Participation(
            room: room,
            isPair: first.first?.integer == 1,
            title: first.last?.text,
            members: try rows.map { row in
                guard row.count == 5, let user = row[1].text else { throw UnexpectedRow() }
                return Participation.Member(
                    user: UserID(rawValue: user),
                    isIn: row[2].integer == 1,
                    hasAgreed: row[3].integer == 1
                )
            }
        )
    }

    /// Notes a new conversation; two people have one at most.
    func add(
        _ room: RoomID,
        of people: [UserID],
        titled title: String? = nil,
        by user: UserID,
        at time: Int64
    ) async throws {
        let isPair = people.count == 2
        try await store.write(
            [
                Statement(
                    """
                    INSERT INTO private_conversation (room, pair, created_by, created_at, active_at, title)
                    VALUES (?1, ?2, ?3, ?4, ?4, ?5)
                    """,
                    [
                        .text(room.rawValue), isPair ? .text(Self.name(of: people)) : .null,
                        .text(user.rawValue), .integer(time), title.map(SQLValue.text) ?? .null,
                    ]
                )
            ]
                + people.map { person in
                    Statement(
                        "INSERT INTO private_member (room, user, has_agreed) VALUES (?1, ?2, ?3)",
                        [.text(room.rawValue), .text(person.rawValue), .integer(person == user ? 1 : 0)]
                    )
                }
        )
    }

    /// Gives the conversation in `room` a name, or none.
    func rename(_ room: RoomID, _ title: String?) async throws {
        let update = "UPDATE private_conversation SET title = ?2 WHERE room = ?1"
        try await store.write([
            Statement(update, [.text(room.rawValue), title.map(SQLValue.text) ?? .null])
        ])
    }

    /// Notes that `user` takes part or does not.
    func set(_ isIn: Bool, _ user: UserID, in room: RoomID) async throws {
        // Who left has to agree again.
        try await store.write([
            Statement(
                """
                UPDATE private_member SET is_in = ?3, has_agreed = has_agreed AND ?3 WHERE room = ?1 AND user = ?2
                """,
                [.text(room.rawValue), .text(user.rawValue), .integer(isIn ? 1 : 0)]
            )
        ])
    }

    /// The rooms of the conversations in which `user` takes part, those first where something was said last.
    func rooms(of user: UserID, limit: Int) async throws -> [RoomID] {
        try await store.read(
            Statement(
                """
                SELECT room FROM private_member JOIN private_conversation USING (room)
                WHERE user = ?1 AND is_in = 1 ORDER BY active_at DESC, room LIMIT ?2
                """,
                [.text(user.rawValue), .integer(Int64(limit))]
            )
        ).compactMap { $0.first?.text.map(RoomID.init) }
    }

    /// In how many conversations `user` takes part.
    func count(of user: UserID) async throws -> Int64 {
        let query = "SELECT count(*) FROM private_member WHERE user = ?1 AND is_in = 1"
        return try await store.read(Statement(query, [.text(user.rawValue)])).first?.first?.integer ?? 0
    }

    /// How many conversations `user` began since a time, whether they take part or not.
    func count(begunBy user: UserID, since time: Int64) async throws -> Int64 {
        let query = "SELECT count(*) FROM private_conversation WHERE created_by = ?1 AND created_at > ?2"
        let values: [SQLValue] = [.text(user.rawValue), .integer(time)]
        return try await store.read(Statement(query, values)).first?.first?.integer ?? 0
    }

    /// The conversations of `user` after a time and a room, or the one in `room`, the one with the latest message first.
    func list(
        of user: UserID,
        room: RoomID? = nil,
        after cursor: (time: Int64, room: String) = (.max, ""),
        limit: Int = 1
    ) async throws -> [(conversation: Conversation, activeAt: Int64)] {
        let rows = try await store.read(
            Statement(
                """
                SELECT room, created_at, active_at, sequence, read, (
                    SELECT count(*) FROM (
                        SELECT 1 FROM private_unread AS message
                        WHERE message.room = mine.room AND message.sequence > mine.read AND message.author <> ?1
                        LIMIT \(Self.countLimit)
                    )
                ), (
                    SELECT json_group_array(user) FROM private_member AS other
                    WHERE other.room = mine.room AND (other.is_in = 1 OR pair IS NOT NULL)
                ), title
                FROM private_member AS mine JOIN private_conversation USING (room)
                WHERE mine.user = ?1 AND mine.is_in = 1 AND (?2 IS NULL OR mine.room = ?2)
                    AND (active_at < ?3 OR (active_at = ?3 AND room > ?4))
                ORDER BY active_at DESC, room LIMIT ?5
                """,
                [
                    .text(user.rawValue), room.map { .text($0.rawValue) } ?? .null, .integer(cursor.time),
                    .text(cursor.room), .integer(Int64(limit)),
                ]
            )
        )
        return try rows.map(Self.conversation)
    }

    /// Notes that `user` has read up to `sequence`, and forgets what everybody has read; answers up to where that is.
    func markRead(_ sequence: Int64, in room: RoomID, by user: UserID) async throws {
        let name = SQLValue.text(room.rawValue)
        try await store.write([
            Statement(
                """
                UPDATE private_member SET read = max(read, min(?3, (
                    SELECT sequence FROM private_conversation WHERE room = ?1
                ))) WHERE room = ?1 AND user = ?2
                """,
                [name, .text(user.rawValue), .integer(sequence)]
            ),
            Statement(
                """
                DELETE FROM private_unread WHERE room = ?1 AND sequence <= (
                    SELECT min(read) FROM private_member WHERE room = ?1 AND is_in = 1
                )
                """,
                [name]
            ),
        ])
    }

    private static func conversation(
        of row: [SQLValue]
    ) throws -> (conversation: Conversation, activeAt: Int64) {
        guard row.count == 8, let room = row[0].text, let createdAt = row[1].integer,
            let activeAt = row[2].integer, let sequence = row[3].integer, let read = row[4].integer,
            let unread = row[5].integer, let people = row[6].text
        else { throw UnexpectedRow() }
        let conversation = Conversation(
            room: RoomID(rawValue: room),
            title: row[7].text,
            people: try JSONDecoder().decode([String].self, from: Data(people.utf8)).sorted()
                .map(UserID.init),
            createdAt: WireTime.text(of: createdAt),
            activeAt: WireTime.text(of: activeAt),
            sequence: sequence,
            read: read,
            unread: unread
        )
        return (conversation, activeAt)
    }

    /// Names have no space in them.
    private static func name(of pair: [UserID]) -> String {
        pair.map(\.rawValue).sorted().joined(separator: " ")
    }
}
