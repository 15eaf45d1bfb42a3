internal import GRDB
package import RoostKit

/// The display names in the table of users.
package struct DisplayNames: Sendable {
    let store: Store

    /// The display name of `user`, or `nil` where they have none or are not there.
    package func find(of user: UserID) async throws(StoreError) -> String? {
        let query = Statement("SELECT display_name FROM user WHERE name = ?1", [.text(user.rawValue)])
        guard case .text(let text)? = try await store.read(query).first?.first else { return nil }
        return text
    }

    /// What those of `users` are called who have a display name, and who of them were there and are deleted.
    package func find(
        of users: [UserID]
    ) async throws(StoreError) -> (names: [UserID: String], deleted: [UserID]) {
        let query = Statement(
            """
            SELECT wanted.value, user.display_name, user.name IS NULL AND EXISTS (
                SELECT 1 FROM audit WHERE target = 'user:' || wanted.value AND action = 'user.delete'
            )
            FROM json_each(?1) AS wanted LEFT JOIN user ON user.name = wanted.value
            """,
            [try Rooms.list(of: users.map(\.rawValue))]
        )
        let rows = try await store.read(query) { row in
            (
                user: UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                name: try row.decode(String?.self, atIndex: 1),
                isDeleted: try row.decode(Bool.self, atIndex: 2)
            )
        }
        let named = rows.compactMap { row in row.name.map { (row.user, $0) } }
        return (Dictionary(named) { first, _ in first }, rows.filter(\.isDeleted).map(\.user))
    }

    /// Gives `user` the display name `text`, or none.
    package func set(_ text: String?, of user: UserID) async throws(StoreError) {
        try await store.commit([
            Statement(
                "UPDATE user SET display_name = ?1 WHERE name = ?2",
                [text.map(SQLValue.text) ?? .null, .text(user.rawValue)]
            )
        ])
    }
}

extension Store {
    /// The display names in the table of users.
    package var displayNames: DisplayNames { DisplayNames(store: self) }
}
