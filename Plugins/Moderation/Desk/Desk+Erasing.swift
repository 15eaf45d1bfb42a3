internal import RoostKit

// What goes with an account.
extension Desk {
    /// Gives what is kept of a user whose account was deleted to their stand-in, or removes it, where it is what they wrote.
    func erase(_ erasure: UserErasure) async throws {
        let user = SQLValue.text(erasure.user.rawValue)
        let both = [user, .text(erasure.standIn.rawValue)]
        func renaming(_ column: String, of table: String) -> Statement {
            Statement("UPDATE moderation_\(table) SET \(column) = ?2 WHERE \(column) = ?1", both)
        }
        try await inTurn {
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
}
