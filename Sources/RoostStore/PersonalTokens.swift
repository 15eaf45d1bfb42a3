internal import GRDB
package import RoostKit

/// The sessions that stand for tokens of programs, with the conditions that the server holds them to.
package struct PersonalTokens: Sendable {
    let store: Store

    /// Adds `session`, which has a name, held to `caveats`, noted as `entry`; where `asker` is given, only while that session stands.
    /// - Returns: `false`, and nothing is added, where its user has a hundred already that have not expired, or the session that asks
    ///   has ended.
    package func add(
        _ session: StoredSession,
        caveats: [String],
        by asker: String?,
        noting entry: AuditEntry
    ) async throws(StoreError) -> Bool {
        let user = SQLValue.text(session.user.rawValue)
        return try await store.writer.commit { database in
            if let asker {
                let standing = Self.finding(asker, of: session.user)
                guard try database.has(standing) else { return false }
            }
            try database.run(
                Statement(
                    "DELETE FROM session WHERE user = ?1 AND name IS NOT NULL AND expires_at <= ?2",
                    [user, .integer(session.createdAt)]
                )
            )
            let others = Statement("SELECT id FROM session WHERE user = ?1 AND name IS NOT NULL", [user])
            guard try database.ids(of: others).count < Limits.tokensPerUser else { return false }
            try database.run(Sessions.insertion(of: session))
            for caveat in caveats { try database.run(Self.adding(caveat, to: session.id)) }
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// The tokens of `user`, or of everybody, by name; those that have expired, too.
    package func list(of user: UserID?) async throws(StoreError) -> [StoredSession] {
        try await store.read(Self.listing(of: user)) { try StoredSession($0) }
    }

    /// The query for the tokens of `user`, in which an index serves the search, or of everybody.
    static func listing(of user: UserID?) -> RoostKit.Statement {
        Statement(
            """
            SELECT \(Sessions.columns) FROM session
            WHERE name IS NOT NULL\(user == nil ? "" : " AND user = ?1") ORDER BY user, name, id
            """,
            user.map { [.text($0.rawValue)] } ?? []
        )
    }

    /// The conditions that the server holds the session `id` to.
    package func caveats(of id: String) async throws(StoreError) -> [String] {
        let query = Statement("SELECT caveat FROM added_caveat WHERE session = ?1", [.text(id)])
        return try await store.read(query) { try $0.decode(String.self, atIndex: 0) }
    }

    /// Holds the session `id`, of `user` where one is given, to `caveat`, too, noted as `entry`.
    /// - Returns: `nil` where there is no such session, and `false` where it is held to `limit` others already.
    package func add(
        _ caveat: String,
        to id: String,
        of user: UserID?,
        limit: Int,
        noting entry: AuditEntry
    ) async throws(StoreError) -> Bool? {
        try await store.writer.commit { database in
            let query = Self.finding(id, of: user)
            guard try database.has(query) else { return nil }
            let others = Statement(
                "SELECT caveat FROM added_caveat WHERE session = ?1 AND caveat <> ?2",
                [.text(id), .text(caveat)]
            )
            guard try database.ids(of: others).count < limit else { return false }
            try database.run(Self.adding(caveat, to: id))
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// Ends the token `id`, of `user` where one is given, noted as `entry`.
    /// - Returns: Whose it was, or `nil` where there is no such token.
    package func remove(
        _ id: String,
        of user: UserID?,
        noting entry: AuditEntry
    ) async throws(StoreError) -> UserID? {
        let deletion = Statement(
            "DELETE FROM session WHERE id = ?1 AND name IS NOT NULL AND (?2 IS NULL OR user = ?2) RETURNING user",
            [.text(id), .optional(user?.rawValue)]
        )
        return try await store.writer.commit { database in
            guard let owner = try database.ids(of: deletion).first else { return nil }
            try database.run(AuditLog.insertion(of: entry))
            return UserID(rawValue: owner)
        }
    }

    private static func finding(_ id: String, of user: UserID?) -> RoostKit.Statement {
        Statement(
            "SELECT 1 FROM session WHERE id = ?1 AND (?2 IS NULL OR user = ?2)",
            [.text(id), .optional(user?.rawValue)]
        )
    }

    private static func adding(_ caveat: String, to id: String) -> RoostKit.Statement {
        Statement(
            "INSERT OR IGNORE INTO added_caveat (session, caveat) VALUES (?1, ?2)",
            [.text(id), .text(caveat)]
        )
    }
}

extension Store {
    /// The sessions that stand for tokens of programs.
    package var personalTokens: PersonalTokens { PersonalTokens(store: self) }
}
