package import RoostKit
package import RoostStore

// Changes of who may do what: through the store first, then to whoever is connected, as in Authority+Revocation.swift.
extension Authority {
    /// Gives `grant` to `holder`, and says how many sessions have other rights now.
    package func give(
        _ grant: Grant,
        to holder: GrantHolder,
        by origin: Origin = .command
    ) async throws(AccountError) -> Int {
        try await change(grant, of: holder, isGiven: true, by: origin)
    }

    /// Takes `grant` from `holder`, and says how many sessions have other rights now.
    package func take(
        _ grant: Grant,
        from holder: GrantHolder,
        by origin: Origin = .command
    ) async throws(AccountError) -> Int {
        try await change(grant, of: holder, isGiven: false, by: origin)
    }

    private func change(
        _ grant: Grant,
        of holder: GrantHolder,
        isGiven: Bool,
        by origin: Origin
    ) async throws(AccountError) -> Int {
        let subject = try Self.subject(of: holder, for: grant)
        let count = try await changeRights(by: origin) { changes throws(StoreError) in
            isGiven
                ? try await changes.add(grant.stored, to: subject)
                : try await changes.remove(grant.stored, from: subject)
        }
        if holder == .role(Role.guest.rawValue) { await guestRightsChanged() }
        tell(grant.stored, of: subject, isGiven: isGiven)
        return count
    }

    /// Gives the user named `name` a role in `room`, or takes the one they have and their own grants there.
    ///
    /// It says how many sessions have other rights now. Whoever is taken out of a private room knows nothing more of it.
    package func setRole(
        _ role: String?,
        of name: String,
        in room: RoomID,
        by origin: Origin = .command
    ) async throws(AccountError) -> Int {
        let user = try Self.id(known: name)
        if let role { try GrantHolder.requireRoomRole(role) }
        let count = try await changeRights(by: origin) { changes throws(StoreError) in
            try await changes.setRole(role, of: user, in: room, isLeaving: room.isPrivate)
        }
        await observer?.changedRole(of: user, to: role, in: room, by: origin.person)
        tell(RoleChanged(user: user, role: role, room: room))
        return count
    }

    /// The grant of `right` on `resource`, which ends after so many seconds where a number is given.
    package func grant(
        _ right: String,
        on resource: String,
        for seconds: Int64?
    ) throws(AccountError) -> Grant {
        guard let seconds else { return try Grant(right: right, resource: resource) }
        guard Limits.grantSeconds.contains(seconds) else {
            throw .badGrant(
                "A grant lasts \(Limits.grantSeconds.lowerBound) to \(Limits.grantSeconds.upperBound) seconds."
            )
        }
        return try Grant(right: right, resource: resource, endsAt: now() + seconds * 1000)
    }

    /// The first `limit` rooms whose ids come after `id` and that say `part`, where given; by id, archived ones, too, but
    /// none for participants.
    package func rooms(
        after id: String?,
        containing part: String?,
        limit: Int
    ) async throws(StoreError) -> [StoredRoom] {
        try await store.rooms.list(after: id, containing: part, limit: limit)
    }

    /// The first `limit` users after `name`, where given, who have a role in the room of `permit`; by name.
    package func roles(
        permit: consuming Permit<Manage>,
        after name: String?,
        limit: Int
    ) async throws(StoreError) -> [(user: UserID, role: String)] {
        try await store.roomRoles.list(in: permit.room, after: name, limit: limit)
    }

    /// The grants of every role, by role.
    package func roleGrants() async throws(AccountError) -> [OwnedGrant] {
        do {
            let server = try await store.grants.list(subjects: "role:")
            let rooms = try await store.grants.list(subjects: "room-role:")
            return (server + rooms).map(OwnedGrant.init)
        } catch {
            throw AccountError(error)
        }
    }

    /// What the user named `name` has, but in rooms for participants, and where each grant comes from.
    package func grants(ofUser name: String) async throws(AccountError) -> [OwnedGrant] {
        try await held(byUser: name).grants.filter { !$0.grant.isForParticipants }.map(OwnedGrant.init)
    }

    /// Whether the user named `name` has `right` on `resource`, and the grants behind it.
    ///
    /// `resource` is `server` or `room:` with a room's id.
    package func explain(
        _ name: String,
        right: String,
        on resource: String
    ) async throws(AccountError) -> Explanation {
        _ = try Grant(right: right, resource: resource)
        let (user, grants) = try await held(byUser: name)
        let behind = grants.filter { held in
            now() < held.grant.endsAt ?? .max && GrantSet([held.grant]).covers(right: right, on: resource)
        }
        return Explanation(
            isAllowed: !behind.isEmpty && !user.isDisabled,
            isDisabled: user.isDisabled,
            grants: behind.map(OwnedGrant.init)
        )
    }

    /// The latest entries of the audit log before the number `before`, the newest first, that match what is given; a thousand
    /// at most, and one more.
    package func audit(
        actor: String? = nil,
        target: String? = nil,
        action: String? = nil,
        before: Int64? = nil,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try await store.audit.list(
            actor: actor,
            target: target,
            action: action,
            before: before,
            limit: min(max(limit, 0), Limits.auditEntries + 1)
        ).map { AuditRecord(number: $0.number, $0.entry) }
    }

    /// Writes into the audit log what a command had somebody else do.
    package func note(_ action: String, _ target: String, _ details: String) async throws(StoreError) {
        try await store.audit.add(entry(action, target, details, by: .command))
    }

    /// Notes that the user of `session` is about to tell `recipients` of `event`, an event of another program.
    package func noteEmission(
        of event: String,
        to recipients: Recipients,
        by session: Session
    ) async throws(AccountError) {
        let target =
            switch recipients {
            case .room(let room): "room:\(room)"
            case .user(let user): "user:\(user)"
            default: "server"
            }
        do {
            try await store.audit.add(entry("emit", target, event, by: Origin(session)))
        } catch {
            throw .unavailable(error)
        }
    }

    /// Notes in the audit log that `action`, such as `module.reload`, was done to `target`, where nothing in the store changed.
    package func note(_ action: String, of target: String, by origin: Origin) async throws(StoreError) {
        try await store.audit.add(entry(action, target, by: origin))
    }

    /// What the audit log gets to say of a change now.
    func entry(_ action: String, _ target: String, _ details: String = "", by origin: Origin) -> AuditEntry {
        AuditEntry(at: now(), origin: origin, action: action, target: target, details: details)
    }

    func held(byUser name: String) async throws(AccountError) -> (
        user: StoredUser, grants: [HeldGrant]
    ) {
        let id = try Self.id(known: name)
        do {
            guard let user = try await store.users.find(id) else { throw AccountError.unknownUser }
            return (user, try await store.grants.held(by: id, role: user.role))
        } catch {
            throw AccountError(error)
        }
    }

    /// Tells that `subject` has `grant`, or has it no longer; but what goes on in conversations is their own affair.
    func tell(_ grant: StoredGrant, of subject: String, isGiven: Bool) {
        guard !grant.isForParticipants else { return }
        tell(
            GrantChanged(
                holder: subject,
                right: Right(rawValue: grant.right),
                resource: grant.resource,
                isGiven: isGiven,
                endsAt: isGiven ? grant.endsAt : nil
            )
        )
    }

    private static func subject(of holder: GrantHolder, for grant: Grant) throws(AccountError) -> String {
        guard holder != .role(Role.admin.rawValue) else { throw .fixedRole }
        guard holder.canHold(grant.resource) else {
            throw .badGrant("Only a role of rooms has grants on 'room', and it has no others.")
        }
        return try holder.subject()
    }

    private func changeRights(
        by origin: Origin,
        _ work: (RightsChanges) async throws(StoreError) -> RightsChange
    ) async throws(AccountError) -> Int {
        let change: RightsChange
        do {
            change = try await work(RightsChanges(store: store, by: origin, at: now()))
        } catch {
            throw .unavailable(error)
        }
        switch change {
        case .done(let sessions, _):
            await end(sessions, .rightsChanged)
            return sessions.count
        case .unknownUser: throw .unknownUser
        case .unknownRoom: throw .unknownRoom
        case .unknownGrant: throw .unknownGrant
        case .lastOwner: throw .lastOwner
        case .outdated: throw .outdated
        }
    }
}

extension Origin {
    /// The user that it is; nobody where it is a command or a module in its own name.
    var person: UserID? {
        guard let user, !user.contains(":") || user.hasPrefix("guest:") else { return nil }
        return UserID(rawValue: user)
    }

    /// The user of `session`, where they are.
    package init(_ session: Session) {
        self.init(user: session.user.rawValue, session: session.id.rawValue, address: session.address)
    }
}
