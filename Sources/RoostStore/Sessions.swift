internal import GRDB
internal import RoostKit

/// The table of sessions.
package struct Sessions: Sendable {
    let store: Store

    /// Adds `session`, and removes the user's sessions that have expired by its start.
    ///
    /// A user has a hundred sessions at most: the oldest make room.
    /// - Throws: `StoreError.duplicate` where the id is taken.
    package func add(_ session: StoredSession) async throws(StoreError) {
        let user = SQLValue.text(session.user.rawValue)
        try await store.commit([
            Statement(
                "DELETE FROM session WHERE user = ?1 AND expires_at <= ?2",
                [user, .integer(session.createdAt)]
            ),
            Statement(
                """
                DELETE FROM session WHERE id IN (
                    SELECT id FROM session WHERE user = ?1 ORDER BY created_at DESC LIMIT -1 OFFSET ?2
                )
                """,
                [user, .integer(Int64(Limits.sessionsPerUser - 1))]
            ),
            Statement(
                "INSERT INTO session (id, user, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
                [.text(session.id), user, .integer(session.createdAt), .integer(session.expiresAt)]
            ),
        ])
    }

    /// The session with this id and its user as they are now, or `nil`.
    ///
    /// Whether it has expired is the caller's to see.
    package func find(
        _ id: String
    ) async throws(StoreError) -> (session: StoredSession, user: StoredUser)? {
        let query = Statement(
            """
            SELECT session.id, session.user, session.created_at, session.expires_at, \(Users.columns)
            FROM session JOIN user ON user.name = session.user WHERE session.id = ?1
            """,
            [.text(id)]
        )
        return try await store.read(query) { (try StoredSession($0), try StoredUser($0, at: 4)) }.first
    }

    /// Ends the session with this id; a missing one is no error.
    package func remove(_ id: String) async throws(StoreError) {
        try await store.commit([Statement("DELETE FROM session WHERE id = ?1", [.text(id)])])
    }
}

extension Store {
    /// The table of sessions.
    package var sessions: Sessions { Sessions(store: self) }
}

extension StoredSession {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode(String.self, atIndex: 0),
            user: UserID(rawValue: try row.decode(String.self, atIndex: 1)),
            createdAt: try row.decode(Int64.self, atIndex: 2),
            expiresAt: try row.decode(Int64.self, atIndex: 3)
        )
    }
}
