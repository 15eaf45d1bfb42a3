internal import RoostKit
internal import RoostStore

extension Authority {
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
            let granted = try await store.grants.list(of: user.id, role: user.role)
                .filter { time < $0.endsAt ?? .max }
            return Session(
                id: id,
                user: user.id,
                role: Role(rawValue: user.role),
                expiresAt: min(expiresAt, stored.expiresAt),
                rightsEndAt: granted.compactMap(\.endsAt).min() ?? .max,
                grants: GrantSet(granted)
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

    /// The token of a new session, or `nil` where `user` has changed too much since they were read.
    func openSession(of user: StoredUser) async throws -> String? {
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
}
