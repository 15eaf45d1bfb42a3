package import RoostKit
package import RoostStore

// Changes of rooms and of who has which role there.
extension Authority {
    /// Adds a room that people know as `name`, and answers its id: for commands.
    package func addRoom(
        _ name: String,
        title: String?,
        isPrivate: Bool,
        by origin: Origin = .command
    ) async throws(AccountError) -> RoomID {
        let room = try newRoom(name, title: title, topic: "", for: isPrivate ? .invited : .open)
        _ = try await add(room, by: origin)
        await observer?.added(room, members: [], by: origin.person)
        return room.id
    }

    /// Adds a room in which each of `members` has a role: for modules.
    ///
    /// Who of them is connected has their rights at once.
    package func addRoom(
        _ name: String,
        title: String,
        for visibility: RoomVisibility,
        members: [UserID: String],
        by origin: Origin
    ) async throws(AccountError) -> StoredRoom {
        for role in members.values { try GrantHolder.requireRoomRole(role) }
        let room = try newRoom(name, title: title, topic: "", for: visibility)
        do {
            let changes = RightsChanges(store: store, by: origin, at: now())
            guard try await changes.add(room, members: members) else { throw AccountError.unknownUser }
        } catch StoreError.duplicate {
            throw .roomTaken
        } catch {
            throw AccountError(error)
        }
        for user in members.keys { await renewRights(of: user) }
        await observer?.added(room, members: Array(members.keys), by: nil)
        return room
    }

    /// Makes a room that people know as `name`, of which the permit's user is the owner from then on.
    ///
    /// Whoever has made 200 makes no more.
    package func createRoom(
        _ name: String,
        title: String?,
        topic: String,
        isPrivate: Bool,
        permit: consuming Permit<CreateRooms>,
        by origin: Origin
    ) async throws(AccountError) -> StoredRoom {
        let user = permit.user
        let visibility: RoomVisibility = isPrivate ? .invited : .open
        let room = try newRoom(name, title: title, topic: topic, for: visibility, creator: user)
        guard try await add(room, by: origin) else { throw .tooManyRooms }
        await renewRights(of: user)
        await observer?.added(room, members: [user], by: user)
        return room
    }

    /// Makes `change` of the permit's room, and answers how it is then.
    package func updateRoom(
        _ change: RoomChange,
        permit: consuming Permit<Manage>,
        by origin: Origin
    ) async throws(AccountError) -> StoredRoom {
        if case .details(let title, let topic) = change {
            if let title { try Self.check(title: title) }
            if let topic { try Self.check(topic: topic) }
        }
        return try await update(permit.room, change, by: origin)
    }

    /// Closes the room `id` for good, or opens it again, and answers how it is then.
    package func archive(
        _ id: RoomID,
        isArchived: Bool,
        by origin: Origin = .command
    ) async throws(AccountError) -> StoredRoom {
        try await update(id, .archived(isArchived), by: origin)
    }

    private func update(
        _ id: RoomID,
        _ change: RoomChange,
        by origin: Origin
    ) async throws(AccountError) -> StoredRoom {
        do {
            let changes = RightsChanges(store: store, by: origin, at: now())
            guard let (old, new) = try await changes.update(id, change) else {
                throw AccountError.unknownRoom
            }
            await observer?.changed(new, from: old)
            return new
        } catch {
            throw AccountError(error)
        }
    }

    /// Removes the room `id` with all that people may do there; nobody gets its id again.
    ///
    /// On return nobody is in it, and modules are told, who erase what they have of it. Rooms for participants are theirs: to
    /// everybody else they do not exist.
    package func deleteRoom(_ id: RoomID, by origin: Origin = .command) async throws(AccountError) {
        guard !id.isForParticipants else { throw .unknownRoom }
        do {
            try await observer?.closing(id)
        } catch let error as any ClientFacingError where !error.isRetryable {
            throw .unknownRoom
        } catch {
            throw AccountError(error)
        }
        do {
            let changes = RightsChanges(store: store, by: origin, at: now())
            guard try await changes.remove(id) else { throw AccountError.unknownRoom }
            // What guests were granted there is gone with it.
            guestRights.forget()
        } catch {
            await observer?.reopening(id)
            throw AccountError(error)
        }
        await observer?.deleted(id, by: origin.person)
    }

    /// Gives the user named `name` a role in the permit's room, or takes the one they have and their own grants there, as
    /// the user of `session`.
    ///
    /// Who gets a role without having had one has it at once. Everybody else is cut, to come back with their new rights;
    /// whoever is taken out of a private room knows nothing more of it on return.
    /// - Returns: Whose role it is.
    package func changeRole(
        to role: String?,
        of name: String,
        permit: consuming Permit<Manage>,
        as session: Session
    ) async throws(AccountError) -> UserID {
        let user = try Self.id(known: name)
        let room = permit.room
        try await requirePower(of: session, toSet: role, of: name, in: room)
        try await changeRole(to: role, of: user, in: room, by: Origin(session))
        return user
    }

    /// Gives the user named `name` the role of a member in the permit's room, unless they have one, as the user of `session`,
    /// who may do what a member may.
    /// - Returns: Whom.
    package func invite(
        _ name: String,
        permit: consuming Permit<Invite>,
        as session: Session
    ) async throws(AccountError) -> UserID {
        let user = try Self.id(known: name)
        let room = permit.room
        try await requirePower(of: session, toGive: "member", in: room)
        try await change(roleOf: user, by: Origin(session)) { changes throws(StoreError) in
            try await changes.setRole("member", of: user, in: room, isFirst: true)
        }
        tell(InvitationMade(by: session.user, user: user, room: room))
        await observer?.invited(user, to: room, by: session.user)
        return user
    }

    private func newRoom(
        _ name: String,
        title: String?,
        topic: String,
        for visibility: RoomVisibility,
        creator: UserID? = nil
    ) throws(AccountError) -> StoredRoom {
        guard let id = RoomID.new(name, for: visibility) else { throw .badRoomName }
        let title = title ?? name
        try Self.check(title: title)
        try Self.check(topic: topic)
        return StoredRoom(id: id, title: title, topic: topic, createdAt: now(), createdBy: creator)
    }

    private func add(_ room: StoredRoom, by origin: Origin) async throws(AccountError) -> Bool {
        do {
            return try await RightsChanges(store: store, by: origin, at: now()).add(room)
        } catch {
            if case .duplicate = error { throw .roomTaken }
            throw AccountError(error)
        }
    }

    /// Gives `user` a role in `room`, or takes theirs and their own grants there.
    ///
    /// Whoever gets one without having had one has it at once, and everybody else is cut. Whoever is taken out of a private
    /// room belongs to it no longer.
    package func changeRole(
        to role: String?,
        of user: UserID,
        in room: RoomID,
        by origin: Origin
    ) async throws(AccountError) {
        if let role { try GrantHolder.requireRoomRole(role) }
        try await change(roleOf: user, by: origin) { changes throws(StoreError) in
            try await changes.setRole(role, of: user, in: room, isLeaving: room.isPrivate)
        }
        await observer?.changedRole(of: user, to: role, in: room, by: origin.person)
        tell(RoleChanged(user: user, role: role, room: room))
    }

    private func change(
        roleOf user: UserID,
        by origin: Origin,
        _ work: (RightsChanges) async throws(StoreError) -> RightsChange
    ) async throws(AccountError) {
        let change: RightsChange
        do {
            change = try await work(RightsChanges(store: store, by: origin, at: now()))
        } catch {
            throw .unavailable(error)
        }
        switch change {
        case .done(let sessions, let isGain):
            if isGain { await renewRights(of: user) } else { await end(sessions, .rightsChanged) }
        case .unknownUser: throw .unknownUser
        case .unknownRoom: throw .unknownRoom
        case .unknownGrant: throw .unknownGrant
        case .lastOwner: throw .lastOwner
        case .outdated: throw .outdated
        }
    }

    /// Has the connections of `user`, who got more rights, use them at once.
    ///
    /// They are cut where the store does not tell what they may do.
    func renewRights(of user: UserID) async {
        let round = live.beginRenewal()
        do {
            live.replaceGrants(of: user, with: try await granted(to: user), from: round)
        } catch {
            await live.end(live.ids(of: user), .rightsChanged)
        }
    }

    private func granted(to user: UserID) async throws -> [StoredGrant] {
        let time = now()
        if user.isGuest { return try await guestRights.granted(at: time).stored }
        guard let role = try await store.users.find(user)?.role else { throw AccountError.unknownUser }
        return try await store.grants.list(of: user, role: role).filter { time < $0.endsAt ?? .max }
    }

    private static func check(title: String) throws(AccountError) {
        guard 1...Limits.roomTitleLength ~= title.count, title.utf8.count <= Limits.roomTitleBytes,
            !title.utf8.contains(0)
        else {
            throw .badGrant("A title has 1 to \(Limits.roomTitleLength) characters.")
        }
    }

    private static func check(topic: String) throws(AccountError) {
        guard topic.count <= Limits.roomTopicLength, topic.utf8.count <= Limits.roomTopicBytes,
            !topic.utf8.contains(0)
        else {
            throw .badGrant("A topic has at most \(Limits.roomTopicLength) characters.")
        }
    }
}
