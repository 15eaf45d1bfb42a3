internal import RoostKit

// What goes with an account or a room.
extension Desk {
    /// How many rows of a table go in one step: the chat has the database before the next.
    private static let step: Int64 = 500

    /// Where names of users are; each column begins an index.
    static let columnsOfUsers = [
        ("action", "target"), ("action", "actor"), ("filter", "actor"), ("report", "reporter"),
        ("report", "handler"), ("report", "author"), ("held", "author"),
    ]

    /// Gives some of what is kept of a user whose account was deleted to their stand-in, or removes it, where it is what they
    /// wrote; answers whether there is more.
    func eraseStep(_ erasure: UserErasure) async throws -> Bool {
        let user = SQLValue.text(erasure.user.rawValue)
        let rows = { (table: String, column: String) in
            "SELECT id FROM moderation_\(table) WHERE \(column) = ?1 LIMIT ?2"
        }
        func renaming(_ column: String, of table: String, _ more: String = "") -> Statement {
            Statement(
                "UPDATE moderation_\(table) SET \(column) = ?3\(more) WHERE id IN (\(rows(table, column)))",
                [user, .integer(Self.step), .text(erasure.standIn.rawValue)]
            )
        }
        func removal(by column: String, from table: String) -> Statement {
            Statement(
                "DELETE FROM moderation_\(table) WHERE id IN (\(rows(table, column)))",
                [user, .integer(Self.step)]
            )
        }
        return try await inTurn(behind: .max) {
            try await context.store.write(
                [
                    // Nobody gets the name again, so that nothing about it needs to hold.
                    renaming("target", of: "action", ", holds = 0"), renaming("actor", of: "action"),
                    renaming("actor", of: "filter"), renaming("reporter", of: "report"),
                    renaming("handler", of: "report"),
                    erasure.removesMessages
                        ? removal(by: "author", from: "report") : renaming("author", of: "report"),
                    removal(by: "author", from: "held"),
                ]
            )
            let left = Self.columnsOfUsers.map { table, column in
                "EXISTS (SELECT 1 FROM moderation_\(table) WHERE \(column) = ?1)"
            }
            let query = Statement("SELECT \(left.joined(separator: " OR "))", [user])
            let hasMore = try await context.store.read(query).first?.first != .integer(0)
            if !hasMore { judge.restart(with: try await log.holding()) }
            return hasMore
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
