internal import RoostKit
internal import RoostStore

extension Authority {
    /// The session that `token` is for, with the rights that its user has now and the token leaves.
    ///
    /// This counts as a use by `caller`.
    package func authenticate(
        token: String,
        caller: Caller = Caller()
    ) async throws(TokenError) -> Session {
        let verified = try keyring.verify(token, at: now())
        let session = try await session(of: verified, by: caller)
        try await countUse(of: verified)
        return session
    }

    /// The session that `token` is for, for a connection of `caller` to stand on until it ends.
    package func connect(token: String, caller: Caller) async throws(TokenError) -> LiveSession {
        var isCounted = false
        while true {
            let round = live.round
            let verified = try keyring.verify(token, at: now())
            let session = try await session(of: verified, by: caller)
            // A connection is one use, however often it must look again.
            if !isCounted { try await countUse(of: verified) }
            isCounted = true
            // What ended meanwhile may be this one, or its rights: the store knows.
            if let live = live.add(session, lastUsedAt: now(), since: round) { return live }
        }
    }

    /// What `work` answers as the session that `token` is for, such as a request over HTTP.
    ///
    /// Whoever ends the session, or changes what it may do, meanwhile returns once `work` has: nothing is changed after that by
    /// somebody who may not any more. Only what `work` itself brings about waits for no end of it.
    package func withSession<T>(
        of token: String,
        by caller: Caller,
        _ work: (Session) async throws -> T
    ) async throws -> T {
        let stay = Stay()
        let live = try await live(of: token, by: caller, for: stay)
        defer { stay.end() }
        return try await LiveSession.$beforeEnds.withValue(LiveSession.BeforeEnds { stay.end() }) {
            try await work(live.session)
        }
    }

    /// The session that `token` is for, whose end waits for that of `stay`.
    private func live(of token: String, by caller: Caller, for stay: Stay) async throws(TokenError)
        -> LiveSession
    {
        while true {
            let live = try await connect(token: token, caller: caller)
            do {
                try live.whenEnded { _ in await stay.isOver() }
                return live
            } catch .rightsChanged {
                // It stands, with other rights.
            } catch {
                throw .ended
            }
        }
    }

    private func session(of token: VerifiedToken, by caller: Caller) async throws(TokenError) -> Session {
        let time = now()
        do {
            guard let (stored, user) = try await store.sessions.find(token.id), !user.isDisabled,
                try await !store.tokenBlocks.isRevoked(anyOf: token.blocks)
            else { throw TokenError.ended }
            let isPersonal = stored.name != nil
            let idleEnd = isPersonal ? .max : stored.lastUsedAt + lifetime.idle.milliseconds
            guard time < min(stored.expiresAt, idleEnd) else { throw TokenError.expired }
            let added = try await addedCaveats(of: token.id)
            let caveats = token.caveats + added
            try Self.check(caveats, at: time, by: caller)
            await use(stored, at: time, by: caller)
            let addedEnds = added.compactMap { caveat -> Int64? in
                if case .expires(let time) = caveat { time } else { nil }
            }
            let signInEndsAt = min(stored.expiresAt, addedEnds.min() ?? .max, token.keyEndsAt)
            let granted = try await store.grants.list(of: user.id, role: user.role)
                .filter { time < $0.endsAt ?? .max }
            return Session(
                id: SessionID(rawValue: token.id),
                user: user.id,
                role: Role(rawValue: user.role),
                expiresAt: min(token.expiresAt, signInEndsAt),
                signInEndsAt: signInEndsAt,
                rightsEndAt: granted.compactMap(\.endsAt).min() ?? .max,
                grants: grantSets.set(of: granted),
                caveats: caveats,
                address: caller.address,
                blocks: token.blocks,
                isPersonal: isPersonal
            )
        } catch {
            throw TokenError(error)
        }
    }

    private func addedCaveats(of id: String) async throws -> [Caveat] {
        try await store.personalTokens.caveats(of: id).map { text in
            guard let caveat = Caveat(text) else { throw TokenError.unknownCaveat(text) }
            return caveat
        }
    }

    /// Refuses where one of `caveats` does not hold for `caller`; rights and uses are for others to see.
    private static func check(_ caveats: [Caveat], at time: Int64, by caller: Caller) throws(TokenError) {
        for caveat in caveats {
            switch caveat {
            case .expires(let end): guard time < end else { throw .expired }
            case .address(let range):
                guard let address = caller.address.flatMap(ClientAddress.init), range.contains(address)
                else { throw .unmet(caveat.text) }
            case .rooms, .rights, .uses: break
            }
        }
    }

    /// Counts one use of `token`, where a condition bounds how many there are.
    private func countUse(of token: VerifiedToken) async throws(TokenError) {
        let uses = token.uses.map { BlockUse(block: $0.block, limit: $0.limit) }
        guard !uses.isEmpty else { return }
        do {
            switch try await store.tokenBlocks.use(uses, of: token.id, blocks: token.blocks) {
            case .counted: return
            case .usedUp(let use): throw TokenError.unmet(Caveat.uses(atMost: use.limit).text)
            case .ended: throw TokenError.ended
            case .crowded: throw TokenError.crowded
            }
        } catch {
            throw TokenError(error)
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
        let token = try keyring.issue(id.rawValue, caveats: [.expires(before: expiresAt)]).token
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
