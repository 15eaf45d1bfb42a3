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

    /// What the role `role` of the server gives to everybody who has it.
    package func list(ofRole role: String) async throws(StoreError) -> [StoredGrant] {
        let query = Statement(
            #"SELECT subject, "right", resource, ends_at FROM grant_rule WHERE subject = ?1"#,
            [.text("role:\(role)")]
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

    /// The first `limit` users after `name`, where given, who have a role in `room`; by name.
    package func roles(
        in room: RoomID,
        after name: String?,
        limit: Int
    ) async throws(StoreError) -> [(user: UserID, role: String)] {
        let query = Statement(
            """
            SELECT user, role FROM room_role WHERE room = ?1 AND (?2 IS NULL OR user > ?2) ORDER BY user LIMIT ?3
            """,
            [.text(room.rawValue), name.map(SQLValue.text) ?? .null, .integer(Int64(limit))]
        )
        return try await store.read(query) { row in
            (
                UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String.self, atIndex: 1)
            )
        }
    }

    /// The role of `user` in `room`, or `nil`.
    package func role(of user: UserID, in room: RoomID) async throws(StoreError) -> String? {
        let query = Statement(
            "SELECT role FROM room_role WHERE room = ?1 AND user = ?2",
            [.text(room.rawValue), .text(user.rawValue)]
        )
        guard case .text(let role)? = try await store.read(query).first?.first else { return nil }
        return role
    }

    /// Gives `grant` to `user`; once more changes nothing.
    package func add(_ grant: StoredGrant, to user: UserID) async throws(StoreError) {
        try await store.commit([Self.insertion(of: grant, to: "user:\(user)")])
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
                grant.endsAt.map(SQLValue.integer) ?? .null,
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
