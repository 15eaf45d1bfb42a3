internal import GRDB
package import RoostKit

/// The table of sessions.
///
/// What ends sessions answers which ones, so that the caller reaches those who are connected with them.
package struct Sessions: Sendable {
    let store: Store

    static let columns = """
        session.id, session.user, session.created_at, session.expires_at, session.last_used_at, \
        session.address, session.program, session.name
        """

    /// Adds `session`, unless its user is disabled or no longer of `generation`: then it answers `nil`.
    ///
    /// The user's sessions that have expired by its start are removed. A user has a hundred sign-ins at most: the
    /// oldest make room.
    /// - Returns: The ids of the sessions that ended.
    /// - Throws: `StoreError.duplicate` where the id is taken.
    package func add(
        _ session: StoredSession,
        generation: Int64
    ) async throws(StoreError) -> [String]? {
        let user = SQLValue.text(session.user.rawValue)
        return try await store.writer.commit { database in
            let standing = Statement(
                "SELECT 1 FROM user WHERE name = ?1 AND generation = ?2 AND disabled = 0",
                [user, .integer(generation)]
            )
            guard try database.has(standing) else { return nil }
            let expired = Statement(
                "DELETE FROM session WHERE user = ?1 AND expires_at <= ?2 RETURNING id",
                [user, .integer(session.createdAt)]
            )
            let oldest = Statement(
                """
                DELETE FROM session WHERE id IN (
                    SELECT id FROM session WHERE user = ?1 AND name IS NULL
                    ORDER BY created_at DESC LIMIT -1 OFFSET ?2
                ) RETURNING id
                """,
                [user, .integer(Int64(Limits.sessionsPerUser - 1))]
            )
            let ended = try database.ids(of: expired) + database.ids(of: oldest)
            try database.run(Self.insertion(of: session))
            return ended
        }
    }

    /// Removes sessions that expired before `time`, at most some; answers whether there may be more.
    ///
    /// Nobody may be connected with them any more.
    package func removeExpired(before time: Int64) async throws(StoreError) -> Bool {
        // Looked for before, so that whoever writes does not wait for that.
        let query = Self.listing(expiredBefore: time, limit: Limits.expiredSessions)
        let expired = try await store.read(query) { try $0.decode(String.self, atIndex: 0) }
        guard !expired.isEmpty else { return false }
        try await store.commit(
            expired.map {
                Statement("DELETE FROM session WHERE id = ?1", [.text($0)])
            }
        )
        return expired.count == Limits.expiredSessions
    }

    /// The query for the first `limit` of them, in which an index serves the search.
    static func listing(expiredBefore time: Int64, limit: Int) -> RoostKit.Statement {
        Statement(
            "SELECT id FROM session WHERE expires_at < ?1 LIMIT ?2",
            [.integer(time), .integer(Int64(limit))]
        )
    }

    /// The session with this id and its user as they are now, or `nil`.
    ///
    /// Whether it has expired is the caller's to see.
    package func find(
        _ id: String
    ) async throws(StoreError) -> (session: StoredSession, user: StoredUser)? {
        let query = Statement(
            """
            SELECT \(Self.columns), \(Users.columns)
            FROM session JOIN user ON user.name = session.user WHERE session.id = ?1
            """,
            [.text(id)]
        )
        return try await store.read(query) { (try StoredSession($0), try StoredUser($0, at: 8)) }.first
    }

    /// The sessions of `user`, or of everybody by user where it is `nil`; of each the one used last first.
    package func list(of user: UserID?) async throws(StoreError) -> [StoredSession] {
        let query = Statement(
            """
            SELECT \(Self.columns) FROM session\(user == nil ? "" : " WHERE user = ?1")
            ORDER BY user, last_used_at DESC, id
            """,
            user.map { [.text($0.rawValue)] } ?? []
        )
        return try await store.read(query) { try StoredSession($0) }
    }

    /// Notes that the session was used at `time`, and where from as far as that is known.
    package func use(
        _ id: String,
        at time: Int64,
        address: String?,
        program: String?
    ) async throws(StoreError) {
        try await store.commit([
            Statement(
                """
                UPDATE session SET last_used_at = max(last_used_at, ?2),
                    address = coalesce(?3, address), program = coalesce(?4, program)
                WHERE id = ?1
                """,
                [
                    .text(id), .integer(time), .optional(address),
                    .optional(program),
                ]
            )
        ])
    }

    /// Ends the session with this id of `user`, noted as `entry`; where `asker` is given, only while that session stands.
    /// - Returns: The ids of the sessions that ended: this one, or none.
    package func remove(
        _ id: String,
        of user: UserID,
        by asker: String? = nil,
        noting entry: AuditEntry
    ) async throws(StoreError) -> [String] {
        try await end(
            noting: entry,
            Statement(
                """
                DELETE FROM session WHERE id = ?1 AND user = ?2
                    AND (?3 IS NULL OR EXISTS (SELECT 1 FROM session WHERE id = ?3)) RETURNING id
                """,
                [.text(id), .text(user.rawValue), .optional(asker)]
            )
        )
    }

    /// Ends the sessions of `user`, noted as `entry`; where `asker` is given, the sign-ins but that one, and only while that one stands.
    /// - Returns: The ids of the sessions that ended.
    package func removeAll(
        of user: UserID,
        by asker: String? = nil,
        noting entry: AuditEntry
    ) async throws(StoreError) -> [String] {
        try await end(
            noting: entry,
            Statement(
                """
                DELETE FROM session WHERE user = ?1
                    AND (?2 IS NULL OR (id <> ?2 AND name IS NULL
                        AND EXISTS (SELECT 1 FROM session WHERE id = ?2)))
                    RETURNING id
                """,
                [.text(user.rawValue), .optional(asker)]
            )
        )
    }

    private func end(
        noting entry: AuditEntry,
        _ deletion: RoostKit.Statement
    ) async throws(StoreError) -> [String] {
        try await store.writer.commit { database in
            let ended = try database.ids(of: deletion)
            if !ended.isEmpty { try database.run(AuditLog.insertion(of: entry)) }
            return ended
        }
    }

    static func insertion(of session: StoredSession) -> RoostKit.Statement {
        Statement(
            """
            INSERT INTO session (id, user, created_at, expires_at, last_used_at, address, program, name)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .text(session.id), .text(session.user.rawValue), .integer(session.createdAt),
                .integer(session.expiresAt), .integer(session.lastUsedAt),
                .optional(session.address), .optional(session.program),
                .optional(session.name),
            ]
        )
    }
}

extension Store {
    /// The table of sessions.
    package var sessions: Sessions { Sessions(store: self) }
}

extension StoredSession {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode(String.self, atIndex: 0),
            user: UserID(rawValue: try row.decode(String.self, atIndex: 1)),
            createdAt: try row.decode(Int64.self, atIndex: 2),
            expiresAt: try row.decode(Int64.self, atIndex: 3),
            lastUsedAt: try row.decode(Int64.self, atIndex: 4),
            address: try row.decode(String?.self, atIndex: 5),
            program: try row.decode(String?.self, atIndex: 6),
            name: try row.decode(String?.self, atIndex: 7)
        )
    }
}
