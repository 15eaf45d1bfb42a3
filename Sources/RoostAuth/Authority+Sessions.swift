internal import RoostKit
package import RoostStore

extension Authority {
    /// The session that `token` is for, with the rights that its user has now.
    package func authenticate(token: String) async throws(TokenError) -> Session {
        let time = now()
        let (id, expiresAt) = try tokens.check(token, at: time)
        do {
            guard let (stored, user) = try await store.sessions.find(id.rawValue), !user.isDisabled else {
                throw TokenError.ended
            }
            guard time < stored.expiresAt else { throw TokenError.expired }
            return Session(
                id: id,
                user: user.id,
                role: Role(rawValue: user.role),
                expiresAt: min(expiresAt, stored.expiresAt),
                grants: GrantSet(try await store.grants.list(of: user.id, role: user.role))
            )
        } catch let error as StoreError {
            throw .unavailable(error)
        } catch let error as TokenError {
            throw error
        } catch {
            throw .unavailable(.failed(reason: "\(error)"))
        }
    }

    /// Ends `session`: its token, and every token narrowed from it, opens nothing any more.
    package func signOut(_ session: Session) async throws(StoreError) {
        try await store.sessions.remove(session.id.rawValue)
    }

    /// The token of a new session of `user`.
    func openSession(of user: UserID) async throws -> String {
        let id = SessionID.random()
        let createdAt = now()
        let expiresAt = createdAt + Limits.session.components.seconds * 1000
        let token = try tokens.issue(for: id, expiresAt: expiresAt)
        try await store.sessions.add(
            StoredSession(id: id.rawValue, user: user, createdAt: createdAt, expiresAt: expiresAt)
        )
        return token
    }
}
