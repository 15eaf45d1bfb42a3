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

    /// What those of `users` are called who have a display name.
    package func find(of users: [UserID]) async throws(StoreError) -> [UserID: String] {
        let query = Statement(
            """
            SELECT name, display_name FROM user
            WHERE display_name IS NOT NULL AND name IN (SELECT value FROM json_each(?1))
            """,
            [try Rooms.list(of: users.map(\.rawValue))]
        )
        let rows = try await store.read(query) { row in
            (
                UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String.self, atIndex: 1)
            )
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Gives `user` the display name `text`, or none.
    package func set(_ text: String?, of user: UserID) async throws(StoreError) {
        try await store.commit([
            Statement(
                "UPDATE user SET display_name = ?1 WHERE name = ?2",
                [.optional(text), .text(user.rawValue)]
            )
        ])
    }
}

extension Store {
    /// The display names in the table of users.
    package var displayNames: DisplayNames { DisplayNames(store: self) }
}
