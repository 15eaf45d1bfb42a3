internal import RoostKit

/// A message that waits for a moderator, as moderators see it.
struct Held: Encodable, Sendable {
    static let columns = "id, room, author, message, text, reply_to, rule, at"

    let id: Int64
    let room: RoomID
    let author: String
    let message: String
    let text: String
    let replyTo: Int64?
    let filter: Int64
    let at: String

    /// What waits, of a row with `columns`.
    init(_ row: [SQLValue]) throws(UnexpectedRow) {
        guard row.count == 8, let id = row[0].integer, let room = row[1].text, let author = row[2].text,
            let message = row[3].text, let text = row[4].text, let filter = row[6].integer,
            let at = row[7].integer
        else { throw UnexpectedRow() }
        (self.id, self.author, self.message, self.text, self.filter) = (id, author, message, text, filter)
        self.room = RoomID(rawValue: room)
        self.at = WireTime.text(of: at)
        replyTo = row[5].integer
    }
}

/// The payload of `moderation:decide`.
struct Decision: Decodable, Sendable {
    var room: RoomID
    var held: Int64
    /// Whether it is posted.
    var post: Bool
}

/// What the author hears of it.
private struct Decided: Encodable {
    let room: RoomID
    let id: String
    let posted: Bool
}

// Messages that a filter holds until a moderator has seen them.
extension Desk {
    /// How many wait in one room; what comes then is refused.
    private static let roomLimit: Int64 = 1_000
    /// How much goes before a message that is to be held: its author waits, and so do their next ones.
    private static let patience = 20

    /// Keeps `proposal` for a moderator; the same once more is the first one, as it was.
    /// - Throws: `RequestError`, also where it is kept: the author is told that it is not posted yet.
    func hold(_ proposal: MessageProposal, rule: Int64) async throws -> RequestError {
        try await inTurn(in: proposal.room, behind: Self.patience) {
            let known = Statement(
                "SELECT count(*), sum(author = ?2 AND message = ?3) FROM moderation_held WHERE room = ?1",
                [.text(proposal.room.rawValue), .text(proposal.author.rawValue), .text(proposal.id)]
            )
            let counts = try await context.store.read(known).first ?? []
            guard (counts.last?.integer ?? 0) == 0 else { return .held }
            guard (counts.first?.integer ?? 0) < Self.roomLimit else { throw RequestError.queueFull }
            let id = try await nextID(of: "held")
            try await context.store.write([
                Statement(
                    """
                    INSERT INTO moderation_held (\(Held.columns)) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)
                    ON CONFLICT (author, message) DO NOTHING
                    """,
                    [
                        .integer(id), .text(proposal.room.rawValue), .text(proposal.author.rawValue),
                        .text(proposal.id), .text(proposal.text), SQLValue(proposal.replyTo), .integer(rule),
                        .integer(now()),
                    ]
                ),
                noting(id, of: "held"),
            ])
            if let held = try await held(id, in: proposal.room) {
                try context.emit("moderation:held", held, to: .moderators(of: proposal.room))
            }
            return .held
        }
    }

    /// What waits in these rooms after the id `last`, the oldest first.
    func held(in rooms: [RoomID], after last: Int64, limit: Int) async throws -> [Held] {
        let query = Statement(
            """
            SELECT \(Held.columns) FROM moderation_held
            WHERE room IN (SELECT value FROM json_each(?1)) AND id > ?2 ORDER BY id LIMIT ?3
            """,
            [try SQLValue(rooms), .integer(last), .integer(Int64(limit))]
        )
        return try await context.store.read(query).map { try Held($0) }
    }

    private func held(_ id: Int64, in room: RoomID) async throws -> Held? {
        let query = Statement(
            "SELECT \(Held.columns) FROM moderation_held WHERE id = ?1 AND room = ?2",
            [.integer(id), .text(room.rawValue)]
        )
        return try await context.store.read(query).first.map { try Held($0) }
    }

    /// Posts a message that waits, or does away with it; of two who decide at once, the first counts.
    func decide(_ decision: Decision) async throws {
        try await inTurn {
            guard let held = try await held(decision.held, in: decision.room) else {
                throw RequestError.unknown
            }
            let author = UserID(rawValue: held.author)
            if decision.post {
                // Once more after a crash, it is the same message.
                _ = try await context.rooms.post(
                    held.text,
                    in: decision.room,
                    as: author,
                    id: held.message,
                    replyTo: held.replyTo
                )
            }
            try await context.store.write([
                Statement("DELETE FROM moderation_held WHERE id = ?1", [.integer(held.id)])
            ])
            let told = Decided(room: decision.room, id: held.message, posted: decision.post)
            try context.emit("moderation:decided", told, to: .user(author))
        }
    }
}
