internal import RoostKit
package import RoostStore

// Whatever ends sessions, or changes what they may do, is here. It commits first, then reaches whoever is connected,
// and only then returns: after that no such connection has a request handled or hears anything.
extension Authority {
    /// The sessions of the user of `session`, the one used last first.
    package func sessions(of session: Session) async throws(AccountError) -> [OpenSession] {
        try await sessions(of: session.user)
    }

    /// The sessions of the user named `name`, or of everybody by user where it is `nil`; of each the one used last first.
    package func sessions(ofUser name: String?) async throws(AccountError) -> [OpenSession] {
        guard let name else { return try await sessions(of: nil) }
        return try await sessions(of: try await knownID(name))
    }

    /// Ends `session`: its token, and every token narrowed from it, opens nothing any more.
    package func signOut(_ session: Session) async throws(AccountError) {
        // One that somebody ended just now is as wanted.
        _ = try await ended(of: session.user) { () async throws(StoreError) in
            try await store.sessions.remove(
                session.id.rawValue,
                of: session.user,
                noting: ending("session:\(session.id.rawValue)", by: session)
            )
        }
    }

    /// Ends the session `id` of the user of `session`, which may be the same.
    /// - Throws: `AccountError.unknownSession` where the user has none with this id.
    package func endSession(_ id: SessionID, by session: Session) async throws(AccountError) {
        let count = try await ended(of: session.user) { () async throws(StoreError) in
            try await store.sessions.remove(
                id.rawValue,
                of: session.user,
                by: session.id.rawValue,
                noting: ending("session:\(id.rawValue)", by: session)
            )
        }
        guard count > 0 else { throw .unknownSession }
    }

    /// Ends all sign-ins of the user of `session` but this one, and says how many that were.
    package func endOtherSessions(by session: Session) async throws(AccountError) -> Int {
        try await ended(of: session.user) { () async throws(StoreError) in
            try await store.sessions.removeAll(
                of: session.user,
                by: session.id.rawValue,
                noting: ending("all others", by: session)
            )
        }
    }

    /// Ends the session `id` of the user named `name`: for commands.
    /// - Throws: `AccountError.unknownSession` where the user has none with this id.
    package func endSession(_ id: SessionID, ofUser name: String) async throws(AccountError) {
        let user = try await knownID(name)
        do {
            _ = try await change(.signedOut, of: user) { changes throws(StoreError) in
                try await changes.endSessions(of: user, only: id.rawValue)
            }
        } catch .outdated {
            throw .unknownSession
        }
    }

    /// Ends all sessions of the user named `name`, and their tokens, and says how many that were.
    package func endSessions(ofUser name: String, by origin: Origin = .command) async throws(AccountError)
        -> Int
    {
        let guest = UserID(rawValue: name)
        if guest.isGuest {
            try await end(guest: guest, by: origin)
            return 1
        }
        let user = try await knownID(name)
        return try await change(.signedOut, of: user, by: origin) { changes throws(StoreError) in
            try await changes.endSessions(of: user, only: nil)
        }
    }

    /// Gives the user of `session`, who knows the password `old`, the password `new`, and ends their other sessions.
    ///
    /// Wrong guesses from `address` make the next ones wait, as those at signing in do.
    package func changePassword(
        of session: Session,
        from old: String,
        to new: String,
        at address: ClientAddress
    ) async throws(AccountError) {
        let hash: String
        let current: String
        do {
            guard let user = try await store.users.find(session.user) else { throw AccountError.unknownUser }
            // Read before it is compared: where it is another one by then, the change is outdated.
            current = user.password
            try await confirmPassword(old, of: session, from: address)
            hash = try await hasher.hash(new)
        } catch {
            throw AccountError(error)
        }
        _ = try await change(.passwordChanged, of: session.user, by: Origin(session)) {
            changes throws(StoreError) in
            try await changes.changePassword(
                hash,
                of: session.user,
                replacing: current,
                by: session.id.rawValue
            )
        }
        tell(PasswordChanged(user: session.user))
    }

    /// Gives the user named `name` the password `password`, ends their sessions, and says how many that were.
    package func resetPassword(of name: String, to password: String) async throws(AccountError) -> Int {
        let user = try await knownID(name)
        let hash: String
        do {
            hash = try await hasher.hash(password)
        } catch {
            throw .badPassword(error)
        }
        let count = try await change(.passwordChanged, of: user) { changes throws(StoreError) in
            try await changes.resetPassword(hash, of: user)
        }
        tell(PasswordChanged(user: user))
        return count
    }

    /// Keeps the user named `name` from signing in, ends their sessions, and says how many that were.
    package func disable(_ name: String, by origin: Origin = .command) async throws(AccountError) -> Int {
        let user = try Self.id(known: name)
        let count = try await change(.disabled, of: user, by: origin) { changes throws(StoreError) in
            try await changes.disable(user)
        }
        tell(UserDisabled(user: user))
        return count
    }

    /// Lets the user named `name` sign in again.
    package func enable(_ name: String, by origin: Origin = .command) async throws(AccountError) {
        let user = try Self.id(known: name)
        _ = try await change(.signedOut, of: user, by: origin) { changes throws(StoreError) in
            try await changes.enable(user)
        }
        tell(UserEnabled(user: user))
    }

    /// Removes the user named `name` with their grants and sessions, and says how many of these there were.
    ///
    /// Nobody gets the name again. What modules recorded of the user is theirs to erase, for which they are asked as soon
    /// as they run.
    package func delete(
        _ name: String,
        messages fate: MessageFate = .keep,
        by origin: Origin = .command
    ) async throws(AccountError) -> Int {
        let erasure = UserErasure(
            user: try Self.id(known: name),
            standIn: .standIn(),
            removesMessages: fate == .remove
        )
        let count = try await change(.deleted, of: erasure.user, by: origin) { changes throws(StoreError) in
            try await changes.delete(erasure)
        }
        tell(UserDeleted(user: erasure.user))
        return count
    }

    /// Gives the user named `name` a role, and says how many of their sessions have other rights now.
    ///
    /// Whoever is connected is cut, and may connect again with the same token.
    package func setRole(
        _ role: Role,
        of name: String,
        by origin: Origin = .command
    ) async throws(AccountError) -> Int {
        guard Role.known.contains(role) else { throw .unknownRole(role) }
        let user = try Self.id(known: name)
        let count = try await change(.rightsChanged, of: user, by: origin) { changes throws(StoreError) in
            try await changes.setRole(role.rawValue, of: user)
        }
        tell(RoleChanged(user: user, role: role.rawValue, room: nil))
        return count
    }

    /// Reaches whoever is connected with one of the sessions `ids`, which the store has ended, all of `user`, or changed.
    func end(_ ids: [String], of user: UserID? = nil, _ end: SessionEnd) async {
        guard !ids.isEmpty else { return }
        await live.end(ids.map(SessionID.init), of: user, end)
    }

    private func ending(_ details: String, by session: Session) -> AuditEntry {
        entry("user.sessions.end", "user:\(session.user)", details, by: Origin(session))
    }

    /// Ends the sessions of `user` that `remove` removes, and says how many they are.
    private func ended(
        of user: UserID,
        _ remove: () async throws(StoreError) -> [String]
    ) async throws(AccountError) -> Int {
        let ids: [String]
        do {
            ids = try await remove()
        } catch {
            throw .unavailable(error)
        }
        await end(ids, of: user, .signedOut)
        return ids.count
    }

    /// Makes the change of `user` that `work` makes, and says how many sessions it touched.
    private func change(
        _ end: SessionEnd,
        of user: UserID,
        by origin: Origin = .command,
        _ work: (AccountChanges) async throws(StoreError) -> AccountChange
    ) async throws(AccountError) -> Int {
        let change: AccountChange
        do {
            change = try await work(
                AccountChanges(store: store, administrator: Role.admin.rawValue, by: origin, at: now())
            )
        } catch {
            throw .unavailable(error)
        }
        switch change {
        case .done(let sessions):
            await self.end(sessions, of: user, end)
            return sessions.count
        case .unknownUser: throw .unknownUser
        case .lastAdministrator: throw .lastAdministrator
        case .outdated: throw .outdated
        }
    }

    private func sessions(of user: UserID?) async throws(AccountError) -> [OpenSession] {
        do {
            let time = now()
            return try await store.sessions.list(of: user).filter { $0.name == nil }
                .map { OpenSession($0, lifetime: lifetime) }
                .filter { time < $0.expiresAt }
        } catch {
            throw .unavailable(error)
        }
    }

    /// The id of the user named `name`.
    func knownID(_ name: String) async throws(AccountError) -> UserID {
        let id = try Self.id(known: name)
        do {
            guard try await store.users.find(id) != nil else { throw AccountError.unknownUser }
        } catch {
            throw AccountError(error)
        }
        return id
    }

    /// The user named `name`; a name that nobody can have is one that nobody has.
    static func id(known name: String) throws(AccountError) -> UserID {
        do {
            return try UserName.normalized(name)
        } catch {
            throw .unknownUser
        }
    }
}
