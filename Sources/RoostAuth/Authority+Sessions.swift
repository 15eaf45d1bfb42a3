internal import RoostKit
package import RoostStore

extension Authority {
    /// Opens a session that lasts thirty days, and gives the token for it.
    ///
    /// A name that nobody has costs the same hash as a wrong password, and gets the same answer.
    package func signIn(
        name: String,
        password: String
    ) async throws(SignInError) -> (token: String, account: Account) {
        do {
            let user = try await knownUser(name)
            guard try await hasher.verify(password, against: user?.password), let user, !user.isDisabled
            else {
                throw SignInError.wrongCredentials
            }
            try await rehash(password, of: user)
            return (
                try await openSession(of: user.id), Account(user: user.id, role: Role(rawValue: user.role))
            )
        } catch {
            throw SignInError(signingIn: error)
        }
    }

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

    /// The user named `name`, or `nil` where there is none or the name cannot be one.
    private func knownUser(_ name: String) async throws(StoreError) -> StoredUser? {
        let id: UserID
        do {
            id = try UserName.normalized(name)
        } catch {
            return nil
        }
        return try await store.users.find(id)
    }

    private func openSession(of user: UserID) async throws -> String {
        let id = SessionID.random()
        let createdAt = now()
        let expiresAt = createdAt + Limits.session.components.seconds * 1000
        let token = try tokens.issue(for: id, expiresAt: expiresAt)
        try await store.sessions.add(
            StoredSession(id: id.rawValue, user: user, createdAt: createdAt, expiresAt: expiresAt)
        )
        return token
    }

    /// Brings the stored hash of `user` to today's cost.
    private func rehash(_ password: String, of user: StoredUser) async throws(StoreError) {
        guard hasher.needsRehash(user.password) else { return }
        let hash: String
        do {
            hash = try await hasher.hash(password)
        } catch {
            // Busy: the old hash is still good, and the next sign-in tries again.
            return
        }
        try await store.users.setPassword(hash, of: user.id, replacing: user.password)
    }
}

extension SignInError {
    fileprivate init(signingIn error: any Error) {
        self =
            switch error {
            case let error as SignInError: error
            case PasswordError.busy: .busy
            case is PasswordError: .wrongCredentials
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}
