internal import RoostKit

/// Who or what is under a legal hold: nothing of it is removed, and texts that are edited away or deleted are kept aside.
enum Hold {
    /// Whether the row `message` is under a hold.
    static let covers = """
        EXISTS (
            SELECT 1 FROM history_hold
            WHERE (kind = 'room' AND name = message.room) OR (kind = 'user' AND name = message.author)
        )
        """

    /// Whether the room of the row `message` is under a hold.
    static let coversRoom = "EXISTS (SELECT 1 FROM history_hold WHERE kind = 'room' AND name = message.room)"

    /// Keeps aside what the message of `change` says before the change, where it is under a hold.
    static func keeping(before change: MessageChange) -> Statement {
        Statement(
            """
            INSERT INTO history_held (room, sequence, author, id, text, at, ended_at, ended_by)
            SELECT room, sequence, author, id, text, at, ?3, ?4 FROM history_message AS message
            WHERE author = ?1 AND id = ?2 AND is_deleted = 0 AND \(covers)
            """,
            [
                .text(change.message.author.rawValue), .text(change.message.id), .integer(change.at),
                .text(change.by.rawValue),
            ]
        )
    }

    /// Keeps aside what the messages with these keys say before their author's account takes them with it, where they are under
    /// a hold.
    static func keeping(numbers keys: [Int64], at now: Int64) -> Statement {
        Statement(
            """
            INSERT INTO history_held (room, sequence, author, id, text, at, ended_at, ended_by)
            SELECT room, sequence, author, id, text, at, ?2, author FROM history_message AS message
            WHERE key IN (SELECT value FROM json_each(?1)) AND is_deleted = 0 AND \(covers)
            """,
            [.list(keys), .integer(now)]
        )
    }

    /// Puts `standIn` under the same hold as `user`, whose messages become theirs.
    static func passing(from user: UserID, to standIn: UserID) -> Statement {
        Statement(
            """
            INSERT OR IGNORE INTO history_hold (kind, name, reason, set_by, at)
            SELECT kind, ?2, trim(reason || ' (' || name || ')'), set_by, at FROM history_hold
            WHERE kind = 'user' AND name = ?1
            """,
            [.text(user.rawValue), .text(standIn.rawValue)]
        )
    }

    /// Puts a room or a user under a hold.
    static func beginning(_ order: HoldRequest, by user: UserID, at: Int64) -> Statement {
        Statement(
            "INSERT OR REPLACE INTO history_hold (kind, name, reason, set_by, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            order.key + [.text(order.reason ?? ""), .text(user.rawValue), .integer(at)]
        )
    }

    /// Ends a hold; what was kept aside for it alone is removed.
    static func ending(_ order: HoldRequest) -> [Statement] {
        [
            Statement("DELETE FROM history_hold WHERE kind = ?1 AND name = ?2", order.key),
            Statement("DELETE FROM history_held AS message WHERE NOT \(covers)"),
        ]
    }
}

/// The payload of `history:hold`: a room or a user, and whether it is to be under a hold.
struct HoldRequest: Decodable {
    let room: String?
    let user: String?
    let on: Bool
    let reason: String?

    private static let reasonBytes = 1_000

    /// Refuses what names not exactly one thing.
    func check() throws(RequestError) {
        guard (room == nil) != (user == nil) else {
            throw .badRequest("name either a 'room' or a 'user'")
        }
        guard reason?.utf8.count ?? 0 <= Self.reasonBytes else {
            throw .badRequest("a reason has at most \(Self.reasonBytes) bytes")
        }
    }

    fileprivate var key: [SQLValue] {
        [.text(room == nil ? "user" : "room"), .text(room ?? user ?? "")]
    }
}

/// A hold that stands.
struct StandingHold: Encodable {
    let room: String?
    let user: String?
    let reason: String
    let by: String
    let at: String

    /// All of them.
    static let query = Statement(
        "SELECT kind, name, reason, set_by, at FROM history_hold ORDER BY at, kind, name"
    )

    init(_ row: [SQLValue]) throws(UnexpectedRow) {
        guard row.count == 5, case (.text(let kind), .text(let name)) = (row[0], row[1]),
            case (.text(let reason), .text(let by), .integer(let at)) = (row[2], row[3], row[4])
        else { throw UnexpectedRow() }
        room = kind == "room" ? name : nil
        user = kind == "user" ? name : nil
        self.reason = reason
        self.by = by
        self.at = WireTime.text(of: at)
    }
}
