internal import GRDB
internal import RoostKit

extension Users {
    /// Adds all of `users`, as `origin` wants it, or none of them; with `isTrial` it only looks whether it could.
    /// - Returns: The indices of those whose name is taken, or looks like a taken one. Where there are any, nobody was
    ///   added.
    package func add(
        _ users: [(user: StoredUser, displayName: String?)],
        isTrial: Bool,
        by origin: Origin
    ) async throws(StoreError) -> [Int] {
        try await store.writer.commit { database in
            var taken: [Int] = []
            try database.inSavepoint {
                for (index, row) in users.enumerated() {
                    do {
                        try Self.add(row.user, row.displayName, by: origin, in: database)
                    } catch {
                        guard case .duplicate = StoreError(error) else { throw error }
                        taken.append(index)
                    }
                }
                return taken.isEmpty && !isTrial ? .commit : .rollback
            }
            return taken
        }
    }

    /// Every user, by name, with the display name that they have.
    package func listForExport() async throws(StoreError) -> [(user: StoredUser, displayName: String?)] {
        let query = Statement("SELECT \(Self.columns), user.display_name FROM user ORDER BY name")
        return try await store.read(query) { row in
            (try StoredUser(row), try row.decode(String?.self, atIndex: 6))
        }
    }

    private static func add(
        _ user: StoredUser,
        _ displayName: String?,
        by origin: Origin,
        in database: Database
    ) throws {
        try database.run(insertion(of: user))
        try database.run(AuditLog.insertion(of: addition(of: user, by: origin)))
        guard let displayName else { return }
        try database.run(
            Statement(
                "UPDATE user SET display_name = ?1 WHERE name = ?2",
                [.text(displayName), .text(user.id.rawValue)]
            )
        )
    }
}
