internal import GRDB
package import RoostKit

/// The table of grants.
package struct Grants: Sendable {
    let store: Store

    /// What `user` has, by name, as one of the role `role`, or by a role in a room.
    package func list(of user: UserID, role: String) async throws(StoreError) -> [StoredGrant] {
        try await held(by: user, role: role).map(\.grant)
    }

    /// The same, with where each comes from.
    package func held(by user: UserID, role: String) async throws(StoreError) -> [HeldGrant] {
        let query = Statement(
            """
            SELECT subject, "right", resource, ends_at FROM grant_rule WHERE subject IN (?1, ?2)
            UNION ALL
            SELECT subject, "right", 'room:' || room, ends_at
            FROM room_role JOIN grant_rule ON subject = 'room-role:' || role
            WHERE user = ?3 AND resource = 'room'
            """,
            [.text("user:\(user)"), .text("role:\(role)"), .text(user.rawValue)]
        )
        return try await store.read(query, Self.held)
    }

    /// What `subject`, such as `role:guest`, was given.
    package func list(ofSubject subject: String) async throws(StoreError) -> [StoredGrant] {
        let query = Statement(
            #"SELECT subject, "right", resource, ends_at FROM grant_rule WHERE subject = ?1"#,
            [.text(subject)]
        )
        return try await store.read(query, Self.held).map(\.grant)
    }

    /// The grants of the subjects that begin with `prefix`, such as `role:`, by subject.
    package func list(subjects prefix: String) async throws(StoreError) -> [HeldGrant] {
        try await store.read(Self.listing(prefix), Self.held)
    }

    /// The query for the grants of the subjects that begin with `prefix`, in which the key serves the search.
    static func listing(_ prefix: String) -> RoostKit.Statement {
        Statement(
            """
            SELECT subject, "right", resource, ends_at FROM grant_rule
            WHERE subject >= ?1 AND subject < ?2 ORDER BY subject, resource, "right"
            """,
            [.text(prefix), .text(prefix + "\u{10FFFF}")]
        )
    }

    /// The statement that gives `grant` to `subject`, in place of one that ends at another time.
    static func insertion(of grant: StoredGrant, to subject: String) -> RoostKit.Statement {
        Statement(
            """
            INSERT INTO grant_rule (subject, "right", resource, ends_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET ends_at = excluded.ends_at WHERE ends_at IS NOT excluded.ends_at
            """,
            [
                .text(subject), .text(grant.right), .text(grant.resource),
                .optional(grant.endsAt),
            ]
        )
    }

    private static func held(_ row: Row) throws -> HeldGrant {
        HeldGrant(
            subject: try row.decode(String.self, atIndex: 0),
            grant: StoredGrant(
                right: try row.decode(String.self, atIndex: 1),
                resource: try row.decode(String.self, atIndex: 2),
                endsAt: try row.decode(Int64?.self, atIndex: 3)
            )
        )
    }
}

extension Store {
    /// The table of grants.
    package var grants: Grants { Grants(store: self) }
}
