internal import RoostKit
internal import Synchronization

/// Takes a user whose account is gone out of the past, some messages at a time.
///
/// What stays is their stand-in's. Nothing under a legal hold is lost: texts of messages that go are kept aside, and those that
/// stay are under a hold of the stand-in's as well.
final class Erasure: Sendable {
    /// Rows of a table that is looked through for the user; a step without any ends it.
    private static let rowStep: Int64 = 1_000

    private let context: any ModuleContext
    private var store: any ModuleStore { context.store }
    /// The rooms in which messages of a user went or got another author, whose people hear of it at the end.
    private let rooms = Mutex<[UserID: Set<RoomID>]>([:])

    init(context: any ModuleContext) {
        self.context = context
    }

    /// Erases the next part; answers whether there is more.
    func step(_ erasure: UserErasure) async throws -> Bool {
        if try await eraseMessages(erasure) { return true }
        if try await eraseReactions(erasure) { return true }
        if try await eraseNames(erasure) { return true }
        for room in rooms.withLock({ $0.removeValue(forKey: erasure.user) ?? [] }) {
            try context.emit("history:erased", Erased(erasure, in: room), to: .room(room))
        }
        return false
    }

    private func eraseMessages(_ erasure: UserErasure) async throws -> Bool {
        let rows = try await store.read(
            Statement(
                "SELECT key, room FROM history_message WHERE author = ?1 ORDER BY id LIMIT ?2",
                [.text(erasure.user.rawValue), .integer(Retention.step)]
            )
        )
        guard !rows.isEmpty else { return false }
        let keys = rows.compactMap { $0.first?.integer }
        try await store.write(
            erasure.removesMessages
                ? [Hold.keeping(numbers: keys, at: Upkeep.now())] + Retention.removal(of: keys)
                : Self.renaming(keys, of: erasure)
        )
        rooms.withLock { rooms in
            for case .text(let room)? in rows.map(\.last) {
                rooms[erasure.user, default: []].insert(RoomID(rawValue: room))
            }
        }
        return true
    }

    /// The statements that make these messages of the user's the stand-in's.
    private static func renaming(_ keys: [Int64], of erasure: UserErasure) -> [Statement] {
        let names: [SQLValue] = [.text(erasure.user.rawValue), .text(erasure.standIn.rawValue)]
        let numbers = names + [.list(keys)]
        let isOne = """
            author = ?1 AND id IN (
                SELECT message.id FROM json_each(?3) AS wanted CROSS JOIN history_message AS message ON message.key = wanted.value
            )
            """
        return [
            Hold.passing(from: erasure.user, to: erasure.standIn),
            WordIndex.removal(ofNumbers: keys),
            Statement("UPDATE history_reaction SET author = ?2 WHERE \(isOne)", numbers),
            Statement("UPDATE history_change SET author = ?2 WHERE \(isOne)", numbers),
            Statement(
                "UPDATE history_message SET author = ?2 WHERE key IN (SELECT value FROM json_each(?3)) AND author = ?1",
                numbers
            ),
            WordIndex.insertion(ofNumbers: keys),
        ]
    }

    /// Reactions by the user, and those to messages that somebody reacted to just when these went.
    private func eraseReactions(_ erasure: UserErasure) async throws -> Bool {
        let rows = try await store.read(
            Statement(
                """
                SELECT json_group_array(json_array(author, id, reaction, user)), count(*) FROM (
                    SELECT * FROM history_reaction WHERE user = ?1 OR author = ?1 LIMIT ?2
                )
                """,
                [.text(erasure.user.rawValue), .integer(Self.rowStep)]
            )
        )
        guard let row = rows.first, case .text(let list) = row[0], row[1] != .integer(0) else { return false }
        let isOne = """
            (author, id, reaction, user) IN (
                SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1)
            )
            """
        guard !erasure.removesMessages else {
            try await store.write([Statement("DELETE FROM history_reaction WHERE \(isOne)", [.text(list)])])
            return true
        }
        let names: [SQLValue] = [.text(erasure.user.rawValue), .text(erasure.standIn.rawValue)]
        try await store.write([
            Statement(
                """
                UPDATE OR REPLACE history_reaction
                SET user = iif(user = ?2, ?3, user), author = iif(author = ?2, ?3, author) WHERE \(isOne)
                """,
                [.text(list)] + names
            )
        ])
        return true
    }

    /// Changes of messages, and facts, that the user made.
    private func eraseNames(_ erasure: UserErasure) async throws -> Bool {
        let user = SQLValue.text(erasure.user.rawValue)
        let values = [user, .text(erasure.standIn.rawValue), .integer(Self.rowStep)]
        for (table, column) in [
            ("history_change", "changed_by"), ("history_change", "author"), ("history_fact", "noted_by"),
        ] {
            let some = "SELECT room, sequence FROM \(table) WHERE \(column) = ?1 LIMIT ?2"
            guard try await !store.read(Statement(some, [user, .integer(1)])).isEmpty else { continue }
            let place =
                "WHERE (room, sequence) IN (SELECT room, sequence FROM \(table) WHERE \(column) = ?1 LIMIT ?3)"
            var statements = [Statement("UPDATE \(table) SET \(column) = ?2 \(place)", values)]
            if erasure.removesMessages, table == "history_change" {
                let gone = column == "author" ? "" : "AND kind IN ('reacted', 'unreacted')"
                statements.insert(
                    Statement("DELETE FROM \(table) \(place) \(gone)", values),
                    at: 0
                )
            }
            try await store.write(statements)
            return true
        }
        return false
    }

    /// The fact `history:erased`.
    private struct Erased: Encodable {
        let room: RoomID
        let author: UserID
        /// Whose their messages are now; they are gone where it is left out.
        let standIn: UserID?

        init(_ erasure: UserErasure, in room: RoomID) {
            self.room = room
            author = erasure.user
            standIn = erasure.removesMessages ? nil : erasure.standIn
        }
    }
}
