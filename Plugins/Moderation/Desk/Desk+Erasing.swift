internal import RoostKit

// What goes with an account or a room.
extension Desk {
    /// How many rows of a table go in one step: the chat has the database before the next.
    private static let step: Int64 = 500

    /// Gives what is kept of a user whose account was deleted to their stand-in, or removes it, where it is what they wrote.
    func erase(_ erasure: UserErasure) async throws {
        let user = SQLValue.text(erasure.user.rawValue)
        let both = [user, .text(erasure.standIn.rawValue)]
        func renaming(_ column: String, of table: String) -> Statement {
            Statement("UPDATE moderation_\(table) SET \(column) = ?2 WHERE \(column) = ?1", both)
        }
        try await inTurn(behind: .max) {
            try await context.store.write(
                [
                    // Nobody gets the name again, so that nothing about it needs to hold.
                    Statement("UPDATE moderation_action SET holds = 0 WHERE target = ?1", [user]),
                    renaming("target", of: "action"), renaming("actor", of: "action"),
                    renaming("actor", of: "filter"), renaming("reporter", of: "report"),
                    renaming("handler", of: "report"),
                    erasure.removesMessages
                        ? Statement("DELETE FROM moderation_report WHERE author = ?1", [user])
                        : renaming("author", of: "report"),
                    Statement("DELETE FROM moderation_held WHERE author = ?1", [user]),
                ]
            )
            judge.restart(with: try await log.holding())
        }
    }

    /// Removes some of what is kept of a room that was deleted; answers whether there is more.
    ///
    /// Actions go before those that they ended.
    func eraseStep(from room: RoomID) async throws -> Bool {
        try await inTurn(behind: .max) {
            let tables = ["held", "report", "filter", "action"].map { "moderation_\($0)" }
            let values: [SQLValue] = [.text(room.rawValue), .integer(Self.step)]
            try await context.store.write(
                tables.map { table in
                    let rows = "SELECT id FROM \(table) WHERE room = ?1 ORDER BY id DESC LIMIT ?2"
                    return Statement("DELETE FROM \(table) WHERE id IN (\(rows))", values)
                }
            )
            let left = tables.map { "EXISTS (SELECT 1 FROM \($0) WHERE room = ?1)" }.joined(separator: " OR ")
            let hasMore = try await context.store.read(Statement("SELECT \(left)", [.text(room.rawValue)]))
            guard hasMore.first?.first == .integer(0) else { return true }
            judge.restart(with: try await log.holding())
            judge.replace(PlaceFilters([]), in: room)
            return false
        }
    }
}
