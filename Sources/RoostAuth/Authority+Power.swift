internal import RoostKit
internal import RoostStore

// Whoever administers over the network gives away nothing that they lack, and changes nobody who may do more than they
// do: otherwise the right to change rights would be every right.
extension Authority {
    /// Lets the user of `session` change the account named `name`.
    ///
    /// What that one may do in conversations counts for nothing: nobody else has rights there.
    /// - Throws: `AccountError.beyondOwnRights` where that one may do what they may not, or for longer.
    package func requirePower(of session: Session, over name: String) async throws(AccountError) {
        let grants = try await held(byUser: name).grants.map(\.grant)
        try require(session, covers: grants.filter { !$0.isForParticipants })
    }

    /// Lets the user of `session` give somebody the role `role`.
    /// - Throws: `AccountError.beyondOwnRights` where it allows what they may not do.
    package func requirePower(of session: Session, over role: Role) async throws(AccountError) {
        guard Role.known.contains(role) else { throw .unknownRole(role) }
        try require(session, covers: try await grants(of: .role(role.rawValue)))
    }

    /// Gives `grant` to `holder`, as the user of `session`, who has it.
    package func give(
        _ grant: Grant,
        to holder: GrantHolder,
        as session: Session
    ) async throws(AccountError) {
        try require(session, covers: [grant.stored])
        _ = try await give(grant, to: holder, by: Origin(session))
    }

    /// Takes `grant` from `holder`, as the user of `session`, who has it.
    package func take(
        _ grant: Grant,
        from holder: GrantHolder,
        as session: Session
    ) async throws(AccountError) {
        // When it ends is nothing that one takes.
        try require(
            session,
            covers: [StoredGrant(right: grant.right, resource: grant.resource, endsAt: now() + 1)]
        )
        _ = try await take(grant, from: holder, by: Origin(session))
    }

    /// Gives the user named `name` a role in the room of `permit`, or takes the one they have, as the user of `session`.
    package func setRole(
        _ role: String?,
        of name: String,
        permit: consuming Permit<Manage>,
        as session: Session
    ) async throws(AccountError) {
        let room = permit.room
        try await requirePower(of: session, toSet: role, of: name, in: room)
        _ = try await setRole(role, of: name, in: room, by: Origin(session))
    }

    /// Lets the user of `session` give the user named `name` a role in `room`, or take the one they have.
    /// - Throws: `AccountError.beyondOwnRights` where what is given or taken is more than they may do there.
    func requirePower(
        of session: Session,
        toSet role: String?,
        of name: String,
        in room: RoomID
    ) async throws(AccountError) {
        let here = "room:\(room)"
        let held = try await held(byUser: name).grants.map(\.grant).filter { $0.resource == here }
        try require(session, covers: held)
        if let role { try await requirePower(of: session, toGive: role, in: room) }
    }

    /// Lets the user of `session` give somebody the role `role` in `room`.
    /// - Throws: `AccountError.beyondOwnRights` where it allows what they may not do there.
    func requirePower(of session: Session, toGive role: String, in room: RoomID) async throws(AccountError) {
        let given = try await grants(of: .roomRole(role)).map { grant in
            StoredGrant(right: grant.right, resource: "room:\(room)", endsAt: grant.endsAt)
        }
        try require(session, covers: given)
    }

    /// Checks that the user of `session` may do all that `grants` allow, for as long.
    func require(_ session: Session, covers grants: [StoredGrant]) throws(AccountError) {
        let time = now()
        let missing = grants.contains { time < $0.endsAt ?? .max && !session.covers($0) }
        if missing { throw .beyondOwnRights }
    }

    private func grants(of holder: GrantHolder) async throws(AccountError) -> [StoredGrant] {
        let subject = try holder.subject()
        do {
            return try await store.grants.list(ofSubject: subject)
        } catch {
            throw .unavailable(error)
        }
    }
}

extension StoredGrant {
    /// Whether it is about a room for participants.
    var isForParticipants: Bool {
        if case .room(let room)? = GrantSet.resource(resource) { room.isForParticipants } else { false }
    }
}
