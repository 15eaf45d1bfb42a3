internal import RoostKit
internal import RoostStore

// Tokens that users make for programs. Each is a session with a name, so whatever ends sessions ends them, too.
extension Authority {
    /// A token as `order` says for the user of `session`, whose text is told only now.
    package func createToken(
        _ order: TokenOrder,
        by session: Session
    ) async throws(TokenOrderError) -> (text: String, token: PersonalToken) {
        try await createToken(order, of: session.user, by: session)
    }

    /// A token as `order` says for the user named `name`, whose text is told only now: for commands.
    package func createToken(
        _ order: TokenOrder,
        ofUser name: String
    ) async throws(TokenOrderError) -> (text: String, token: PersonalToken) {
        let user: UserID
        do {
            user = try await knownID(name)
        } catch {
            throw TokenOrderError(error)
        }
        return try await createToken(order, of: user, by: nil)
    }

    /// The tokens of the user of `session` that have not expired, by name.
    package func tokens(of session: Session) async throws(AccountError) -> [PersonalToken] {
        try await tokens(of: session.user)
    }

    /// The tokens of the user named `name`, or of everybody, that have not expired: for commands.
    package func tokens(ofUser name: String?) async throws(AccountError) -> [PersonalToken] {
        guard let name else { return try await tokens(of: nil) }
        return try await tokens(of: try await knownID(name))
    }

    /// Ends the token `id`, of the user of `session` where one is given, and all that was narrowed from it.
    /// - Throws: `AccountError.unknownToken` where there is none with this id.
    package func revokeToken(_ id: SessionID, by session: Session? = nil) async throws(AccountError) {
        let owner: UserID?
        do {
            owner = try await store.personalTokens.remove(
                id.rawValue,
                of: session?.user,
                noting: entry(
                    "token.remove",
                    "session:\(id.rawValue)",
                    by: session.map(Origin.init) ?? .command
                )
            )
        } catch {
            throw .unavailable(error)
        }
        guard let owner else { throw .unknownToken }
        await end([id.rawValue], of: owner, .signedOut)
        tell(TokenChanged(session: id.rawValue, user: owner, change: .revoked))
    }

    /// Ends whatever was narrowed from `token`, and `token` itself, but not what it was narrowed from.
    ///
    /// Whoever holds a token may end it, also one that is used up or holds only elsewhere.
    package func revoke(
        token text: String,
        from address: ClientAddress = .loopback
    ) async throws(AccountError) {
        let token: VerifiedToken
        do {
            token = try keyring.verify(text, at: now())
        } catch {
            throw .unknownToken
        }
        let user: UserID?
        do {
            // Whoever holds the token acts for its user.
            user = try await store.sessions.find(token.id)?.user.id
            let origin = Origin(user: user?.rawValue, address: address.text)
            let entry = entry("token.revoke", "session:\(token.id)", token.block, by: origin)
            guard try await store.tokenBlocks.revoke(token.block, of: token.id, noting: entry) else {
                throw AccountError.crowded
            }
        } catch {
            throw AccountError(error)
        }
        await live.end(SessionID(rawValue: token.id), block: token.block, .signedOut)
        if let user { tell(TokenChanged(session: token.id, user: user, change: .revoked)) }
    }

    /// Holds the token `id`, of the user of `session` where one is given, to one more condition from now on.
    ///
    /// It may be the id of a sign-in. Whoever is connected is cut, and may connect again with the same token.
    /// - Throws: `AccountError.unknownToken`, or `badCaveat` for a text that is no condition or one that counts uses.
    package func narrowToken(
        _ id: SessionID,
        by caveat: String,
        of session: Session? = nil
    ) async throws(AccountError) {
        switch Caveat(caveat) {
        case .rooms, .rights, .address, .expires: break
        case .uses, nil: throw .badCaveat(String(caveat.prefix(64)))
        }
        let isAdded: Bool?
        let owner: UserID?
        do {
            isAdded = try await store.personalTokens.add(
                caveat,
                to: id.rawValue,
                of: session?.user,
                limit: Limits.caveats,
                noting: entry(
                    "token.narrow",
                    "session:\(id.rawValue)",
                    caveat,
                    by: session.map(Origin.init) ?? .command
                )
            )
            owner = try await store.sessions.find(id.rawValue)?.user.id
        } catch {
            throw .unavailable(error)
        }
        guard let isAdded else { throw .unknownToken }
        guard isAdded else { throw .tooManyCaveats }
        await end([id.rawValue], .rightsChanged)
        if let owner {
            tell(TokenChanged(session: id.rawValue, user: owner, change: .narrowed(to: caveat)))
        }
    }

    private func createToken(
        _ order: TokenOrder,
        of user: UserID,
        by asker: Session?
    ) async throws(TokenOrderError) -> (text: String, token: PersonalToken) {
        let id = SessionID.random()
        let createdAt = now()
        let session = StoredSession(
            id: id.rawValue,
            user: user,
            createdAt: createdAt,
            expiresAt: createdAt + order.lifetime.milliseconds,
            name: order.name
        )
        let caveats = order.caveats.map(\.text)
        do {
            let all = order.caveats + [.expires(before: session.expiresAt)]
            let text = try keyring.issue(id.rawValue, caveats: all).token
            let isAdded = try await store.personalTokens.add(
                session,
                caveats: caveats,
                by: asker?.id.rawValue,
                noting: entry(
                    "token.add",
                    "user:\(user)",
                    (["session:\(id.rawValue)"] + caveats).joined(separator: "; "),
                    by: asker.map(Origin.init) ?? .command
                )
            )
            guard isAdded else { throw TokenOrderError.tooMany }
            let change = TokenChanged.Change.made(name: order.name, endsAt: session.expiresAt)
            tell(TokenChanged(session: id.rawValue, user: user, change: change))
            return (text, PersonalToken(session, caveats: caveats))
        } catch {
            throw TokenOrderError(error)
        }
    }

    private func tokens(of user: UserID?) async throws(AccountError) -> [PersonalToken] {
        let time = now()
        var tokens: [PersonalToken] = []
        do {
            for stored in try await store.personalTokens.list(of: user) where time < stored.expiresAt {
                let caveats = try await store.personalTokens.caveats(of: stored.id)
                tokens.append(PersonalToken(stored, caveats: caveats))
            }
        } catch {
            throw .unavailable(error)
        }
        return tokens
    }
}
