internal import RoostKit
internal import RoostStore

extension Authority {
    /// Opens a session that lasts as `SessionLifetime` says, and gives the token for it.
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
            guard let token = try await openSession(of: user) else { throw SignInError.wrongCredentials }
            return (token, Account(user: user.id, role: Role(rawValue: user.role)))
        } catch {
            throw SignInError(signingIn: error)
        }
    }

    /// The session that `token` is for, with the rights that its user has now; this counts as a use by `caller`.
    package func authenticate(
        token: String,
        caller: Caller = Caller()
    ) async throws(TokenError) -> Session {
        let time = now()
        let (id, expiresAt) = try tokens.check(token, at: time)
        do {
            guard let (stored, user) = try await store.sessions.find(id.rawValue), !user.isDisabled else {
                throw TokenError.ended
            }
            guard time < min(stored.expiresAt, stored.lastUsedAt + lifetime.idle.milliseconds) else {
                throw TokenError.expired
            }
            await use(stored, at: time, by: caller)
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

    /// The session that `token` is for, for a connection of `caller` to stand on until it ends.
    package func connect(token: String, caller: Caller) async throws(TokenError) -> LiveSession {
        while true {
            let round = live.round
            let session = try await authenticate(token: token, caller: caller)
            // What ended meanwhile may be this one, or its rights: the store knows.
            if let live = live.add(session, lastUsedAt: now(), since: round) { return live }
        }
    }

    /// Writes down that `session` was used, where that is news.
    private func use(_ session: StoredSession, at time: Int64, by caller: Caller) async {
        live.used(SessionID(rawValue: session.id), at: time)
        let isOld = time - session.lastUsedAt >= lifetime.resolution.milliseconds
        let isMoved = caller.address.map { $0 != session.address } ?? false
        let isOther = caller.program.map { $0 != session.program } ?? false
        guard isOld || isMoved || isOther else { return }
        // Whoever may come in does, also while nothing can be written.
        try? await store.sessions.use(
            session.id,
            at: time,
            address: caller.address,
            program: caller.program
        )
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

    /// The token of a new session, or `nil` where `user` has changed too much since they were read.
    private func openSession(of user: StoredUser) async throws -> String? {
        let id = SessionID.random()
        let createdAt = now()
        let expiresAt = createdAt + lifetime.absolute.milliseconds
        let token = try tokens.issue(for: id, expiresAt: expiresAt)
        let session = StoredSession(
            id: id.rawValue,
            user: user.id,
            createdAt: createdAt,
            expiresAt: expiresAt
        )
        guard let ended = try await store.sessions.add(session, generation: user.generation) else {
            return nil
        }
        await end(ended, .signedOut)
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
