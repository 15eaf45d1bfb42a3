internal import GRDB
internal import RoostKit

/// The standing offer to make whoever brings the right token the first administrator.
///
/// Each step looks and writes in one transaction, so of two who come at once, one succeeds.
package struct SetupOffer: Sendable {
    let store: Store
    private let administrator: String

    private static let key = "setup_token"

    /// The offer, for the role named `administrator`.
    package init(store: Store, administrator: String) {
        self.store = store
        self.administrator = administrator
    }

    /// Offers the token with the digest `digest` in place of an earlier one; `false` once there is an administrator.
    package func make(digest: [UInt8]) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            guard try isOpen(in: database) else { return false }
            try database.run(
                Statement(
                    "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                    [.text(Self.key), .blob(digest)]
                )
            )
            return true
        }
    }

    /// Whether the token with the digest `digest` is on offer now.
    package func stands(digest: [UInt8]) async throws(StoreError) -> Bool {
        let query = Statement(
            """
            SELECT 1 FROM setting WHERE key = ?1 AND value = ?2
            AND NOT EXISTS (SELECT 1 FROM user WHERE role = ?3)
            """,
            [.text(Self.key), .blob(digest), .text(administrator)]
        )
        return try await !store.read(query).isEmpty
    }

    /// Adds `user`, as `origin` wants it, and ends the offer; `false`, and nothing changes, where `digest` is not on offer.
    /// - Throws: `StoreError.duplicate` where the name is taken; the offer then stands.
    package func take(digest: [UInt8], adding user: StoredUser, by origin: Origin) async throws(StoreError)
        -> Bool
    {
        try await store.writer.commit { database in
            let offered = Statement(
                "SELECT 1 FROM setting WHERE key = ?1 AND value = ?2",
                [.text(Self.key), .blob(digest)]
            )
            guard try isOpen(in: database), try database.has(offered) else {
                return false
            }
            try database.run(Users.insertion(of: user))
            try database.run(AuditLog.insertion(of: Users.addition(of: user, by: origin)))
            try database.run(Statement("DELETE FROM setting WHERE key = ?1", [.text(Self.key)]))
            return true
        }
    }

    private func isOpen(in database: Database) throws -> Bool {
        let query = Statement("SELECT 1 FROM user WHERE role = ?1 LIMIT 1", [.text(administrator)])
        return try !database.has(query)
    }
}
