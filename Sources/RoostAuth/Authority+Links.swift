package import RoostKit
package import RoostStore

// Links are tokens about a row of their own instead of a session, so they open no connection and no other route.
extension Authority {
    /// An invitation by the user of `session`, to `room` or to the server; its token is told only now.
    /// - Throws: `Denied` without the right to invite there, `NarrowedToken`, or `TokenOrderError`.
    package func invite(
        to room: RoomID?,
        uses: Int64,
        lifetime: Duration,
        by session: Session
    ) async throws -> (token: String, invitation: Invitation) {
        try session.requireSignIn()
        try session.require(.invite, on: room.map(Resource.room) ?? .server)
        if let room { try require(session, covers: Self.grants(for: room)) }
        return try await invite(to: room, uses: uses, lifetime: lifetime, by: Origin(session))
    }

    /// An invitation by a command.
    package func invite(
        to room: RoomID?,
        uses: Int64,
        lifetime: Duration
    ) async throws(TokenOrderError) -> (token: String, invitation: Invitation) {
        try await invite(to: room, uses: uses, lifetime: lifetime, by: .command)
    }

    /// The invitations by the user of `session`, or by anybody where none is given, that stand; the one that ends first,
    /// first.
    package func invitations(by session: Session? = nil) async throws(AccountError) -> [Invitation] {
        let time = now()
        do {
            return try await store.links.invitations(by: session?.user).map(Invitation.init)
                .filter { time < $0.expiresAt && $0.used < $0.uses }
        } catch {
            throw .unavailable(error)
        }
    }

    /// Ends the invitation `id`, one of `user`'s where that is given; whoever took it stays.
    /// - Throws: `AccountError.unknownInvitation` where there is none with this id.
    package func revokeInvitation(
        _ id: String,
        of user: UserID? = nil,
        by origin: Origin = .command
    ) async throws(AccountError) {
        do {
            // The id of a link begins with what it is.
            let entry = entry("invitation.remove", id, by: origin)
            guard try await store.links.removeInvitation(id, by: user, noting: entry) else {
                throw AccountError.unknownInvitation
            }
        } catch {
            throw AccountError(error)
        }
    }

    /// Lets the user of `session` into the room that the invitation `token` is for, and answers which that is.
    package func takeInvitation(_ token: String, by session: Session) async throws(LinkError) -> RoomID {
        let (link, use) = try await link(token, .invitation)
        guard let room = link.room else { throw .notForRoom }
        let outcome: LinkOutcome
        do {
            outcome = try await store.links.use(
                use,
                granting: Self.grants(for: room),
                to: session.user,
                noting: entry("invitation.take", "room:\(room)", by: Origin(session))
            )
        } catch {
            throw .unavailable(error)
        }
        guard case .done(let sessions) = outcome else { throw .invalid }
        await end(sessions, .rightsChanged)
        tellGrants(of: room, to: session.user)
        return room
    }

    /// The token of a link with which the user named `name` sets a new password, once and within a day.
    ///
    /// It takes the place of an earlier one, and ends when the password is changed otherwise.
    package func passwordReset(
        of name: String,
        by origin: Origin = .command
    ) async throws(AccountError) -> String {
        let user = try await knownID(name)
        do {
            let lifetime = Limits.resetLifetime
            let entry = entry("user.password.link", "user:\(user)", by: origin)
            return try await addLink(
                .reset,
                user: user,
                room: nil,
                uses: 1,
                lifetime: lifetime,
                noting: entry
            ).token
        } catch {
            throw AccountError(error)
        }
    }

    /// Gives the user that the link with `token` is for the password `password`, and ends all of their sessions.
    package func resetPassword(
        with token: String,
        to password: String,
        from address: ClientAddress = .loopback
    ) async throws(LinkError) {
        let (link, use) = try await link(token, .reset)
        guard let user = link.user else { throw .invalid }
        let outcome: LinkOutcome
        do {
            let hash = try await hasher.hash(password)
            let origin = Origin(user: user.rawValue, address: address.text)
            let entry = entry("user.password.reset", "user:\(user)", by: origin)
            outcome = try await store.links.use(use, settingPassword: hash, of: user, noting: entry)
        } catch {
            throw LinkError(error)
        }
        guard case .done(let sessions) = outcome else { throw .invalid }
        await end(sessions, of: user, .passwordChanged)
        tell(PasswordChanged(user: user))
    }

    /// The link that `token` is of, and what using it takes.
    ///
    /// Asked before a password is hashed, so that guessing costs nothing; whether uses are left, only the use tells.
    func link(
        _ token: String,
        _ kind: StoredLink.Kind
    ) async throws(LinkError) -> (StoredLink, LinkUse) {
        let verified: VerifiedToken
        do {
            verified = try keyring.verify(token, at: now())
        } catch {
            throw .invalid
        }
        let link: StoredLink?
        do {
            link = try await store.links.find(verified.id)
        } catch {
            throw .unavailable(error)
        }
        // A condition about rights, rooms or addresses means nothing for a link, so one that has it is refused.
        let isPlain = verified.caveats.allSatisfy { caveat in
            switch caveat {
            case .expires, .uses: true
            case .rooms, .rights, .address: false
            }
        }
        guard let link, link.kind == kind, isPlain, try await mayInvite(link) else {
            throw .invalid
        }
        let uses = verified.uses.map { BlockUse(block: $0.block, limit: $0.limit) }
        return (link, LinkUse(id: link.id, blocks: verified.blocks, uses: uses))
    }

    /// Whether `link` is no invitation by a user, or that one may invite there and do all that it gives.
    private func mayInvite(_ link: StoredLink) async throws(LinkError) -> Bool {
        guard link.kind == .invitation, let inviter = link.user else { return true }
        let time = now()
        do {
            // Those of somebody who is disabled are gone, too, but for what was made before that was so.
            guard let user = try await store.users.find(inviter), !user.isDisabled else { return false }
            let granted = try await store.grants.list(of: inviter, role: user.role)
            let held = GrantSet(granted.filter { time < $0.endsAt ?? .max })
            let given = link.room.map(Self.grants) ?? []
            return held.allows(.invite, on: link.room.map(Resource.room) ?? .server)
                && given.allSatisfy { held.covers(right: $0.right, on: $0.resource) }
        } catch {
            throw .unavailable(error)
        }
    }

    /// What an invitation to `room` gives.
    static func grants(for room: RoomID) -> [StoredGrant] {
        [Right.join, .read, .send].map { StoredGrant(right: $0.rawValue, resource: "\(Resource.room(room))") }
    }

    /// Tells that `user` has what an invitation to `room` gives.
    func tellGrants(of room: RoomID, to user: UserID) {
        for grant in Self.grants(for: room) { tell(grant, of: "user:\(user)", isGiven: true) }
    }

    private func invite(
        to room: RoomID?,
        uses: Int64,
        lifetime: Duration,
        by origin: Origin
    ) async throws(TokenOrderError) -> (token: String, invitation: Invitation) {
        guard Limits.invitationUses.contains(uses) else { throw .uses }
        guard lifetime >= .seconds(1), lifetime <= Limits.tokenLifetime else { throw .lifetime }
        do {
            if let room, try await store.rooms.find(room) == nil { throw TokenOrderError.unknownRoom }
            let target = "\(room.map(Resource.room) ?? .server)"
            let (token, link) = try await addLink(
                .invitation,
                user: origin.user.map(UserID.init),
                room: room,
                uses: uses,
                lifetime: lifetime,
                noting: entry("invitation.add", target, "\(uses) uses", by: origin)
            )
            tell(InvitationMade(by: origin.user.map(UserID.init), user: nil, room: room))
            return (token, Invitation(link))
        } catch {
            throw TokenOrderError(error)
        }
    }

    private func addLink(
        _ kind: StoredLink.Kind,
        user: UserID?,
        room: RoomID?,
        uses: Int64,
        lifetime: Duration,
        noting entry: AuditEntry
    ) async throws -> (token: String, link: StoredLink) {
        let id = "\(kind.rawValue):\(SessionID.random().rawValue)"
        let createdAt = now()
        let expiresAt = createdAt + lifetime.milliseconds
        let (token, block) = try keyring.issue(
            id,
            caveats: [.expires(before: expiresAt), .uses(atMost: uses)]
        )
        let link = StoredLink(
            id: id,
            kind: kind,
            user: user,
            room: room,
            uses: uses,
            block: block,
            createdAt: createdAt,
            expiresAt: expiresAt
        )
        guard try await store.links.add(link, noting: entry) else { throw TokenOrderError.tooMany }
        return (token, link)
    }
}
