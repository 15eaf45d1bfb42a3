internal import GRDB
package import RoostKit

/// The table of grants.
package struct Grants: Sendable {
    let store: Store

    /// What `user` has, by name or as one of the role `role`.
    package func list(of user: UserID, role: String) async throws(StoreError) -> [StoredGrant] {
        let query = Statement(
            "SELECT \"right\", resource FROM grant_rule WHERE subject IN (?1, ?2)",
            [.text("user:\(user)"), .text("role:\(role)")]
        )
        return try await store.read(query) { row in
            StoredGrant(
                right: try row.decode(String.self, atIndex: 0),
                resource: try row.decode(String.self, atIndex: 1)
            )
        }
    }

    /// Gives `grant` to `user`; once more changes nothing.
    package func add(_ grant: StoredGrant, to user: UserID) async throws(StoreError) {
        try await store.commit([Self.insertion(of: grant, to: user)])
    }

    /// The statement that gives `grant` to `user`, unless they have it.
    static func insertion(of grant: StoredGrant, to user: UserID) -> RoostKit.Statement {
        Statement(
            "INSERT OR IGNORE INTO grant_rule (subject, \"right\", resource) VALUES (?1, ?2, ?3)",
            [.text("user:\(user)"), .text(grant.right), .text(grant.resource)]
        )
    }
}

extension Store {
    /// The table of grants.
    package var grants: Grants { Grants(store: self) }
}
