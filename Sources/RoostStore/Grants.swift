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

    /// The first `limit` grants that have ended by `time`.
    func list(endedBy time: Int64, limit: Int) async throws(StoreError) -> [HeldGrant] {
        try await store.read(Self.listing(endedBy: time, limit: limit), Self.held)
    }

    /// The query for them, in which an index serves the search.
    static func listing(endedBy time: Int64, limit: Int) -> RoostKit.Statement {
        Statement(
            #"SELECT subject, "right", resource, ends_at FROM grant_rule WHERE ends_at <= ?1 LIMIT ?2"#,
            [.integer(time), .integer(Int64(limit))]
        )
    }

    /// The statement that removes what `held` is, unless it ends after `time` by now.
    static func deletion(of held: HeldGrant, endedBy time: Int64) -> RoostKit.Statement {
        Statement(
            #"DELETE FROM grant_rule WHERE subject = ?1 AND "right" = ?2 AND resource = ?3 AND ends_at <= ?4"#,
            [.text(held.subject), .text(held.grant.right), .text(held.grant.resource), .integer(time)]
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
