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

    /// Changes of messages, and facts, that the user made; and facts that name them.
    private func eraseNames(_ erasure: UserErasure) async throws -> Bool {
        let both: [SQLValue] = [.text(erasure.user.rawValue), .text(erasure.standIn.rawValue)]
        for place in Place.all {
            let places = try await store.read(place.query(of: erasure.user, limit: Self.rowStep))
            guard let row = places.first, row[1] != .integer(0) else { continue }
            let isOne = """
                (room, sequence) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?3))
                """
            var statements = [
                Statement("UPDATE \(place.table) SET \(place.assignment) WHERE \(isOne)", both + [row[0]])
            ]
            if erasure.removesMessages, let gone = place.gone {
                let isGone = isOne.replacing("?3", with: "?1")
                let removal = "DELETE FROM \(place.table) WHERE \(isGone) AND \(gone)"
                statements.insert(Statement(removal, [row[0]]), at: 0)
            }
            try await store.write(statements)
            return true
        }
        return false
    }

    /// Where names are beside messages and reactions.
    private struct Place {
        let table: String
        /// Whether a row names the user `?1`.
        let condition: String
        /// What has it name the stand-in `?2`.
        let assignment: String
        /// Which of these rows go with the user's messages.
        var gone: String?

        static let all = [
            Place("history_change", "changed_by", gone: "kind IN ('reacted', 'unreacted')"),
            Place("history_change", "author", gone: "1"), Place("history_fact", "noted_by"),
            Place(
                table: "history_fact",
                // What the payload of a module means is not known here: a text that is the name is taken for it.
                condition: """
                    instr(payload, ?1) > 0 AND iif(json_valid(payload), EXISTS (
                        SELECT 1 FROM json_tree(payload) WHERE type = 'text' AND atom = ?1
                    ), 0)
                    """,
                // Of several in one payload, each step takes one.
                assignment: """
                    payload = json_set(payload, (
                        SELECT fullkey FROM json_tree(payload) WHERE type = 'text' AND atom = ?1 LIMIT 1
                    ), ?2)
                    """
            ),
        ]

        private init(table: String, condition: String, assignment: String) {
            (self.table, self.condition, self.assignment) = (table, condition, assignment)
        }

        private init(_ table: String, _ column: String, gone: String? = nil) {
            self.init(table: table, condition: "\(column) = ?1", assignment: "\(column) = ?2")
            self.gone = gone
        }

        /// The rows as a JSON list of rooms and sequences, and how many they are; looking for them holds up nobody who writes.
        func query(of user: UserID, limit: Int64) -> Statement {
            Statement(
                """
                SELECT json_group_array(json_array(room, sequence)), count(*) FROM (
                    SELECT room, sequence FROM \(table) WHERE \(condition) LIMIT ?2
                )
                """,
                [.text(user.rawValue), .integer(limit)]
            )
        }
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
