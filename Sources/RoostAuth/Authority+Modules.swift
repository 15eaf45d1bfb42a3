package import RoostKit
package import RoostStore

// What modules do with the server's authority. An operator installed them, and they see to who asks them.
extension Authority {
    /// The permit to do `action` in `room` in the name of `user`, without a look at their rights: for a module, which decided on it.
    package static func permit<A: RoomAction>(
        _ action: A,
        on room: RoomID,
        asModuleFor user: UserID
    ) -> Permit<A> {
        Permit(user: user, target: room)
    }

    /// The user named `name` with what there is to know of them, or `nil`.
    package func profile(
        of name: String
    ) async throws(AccountError) -> (user: StoredUser, displayName: String?)? {
        do {
            guard let user = try await store.users.find(try Self.id(known: name)) else { return nil }
            return (user, try await store.displayNames.find(of: user.id))
        } catch AccountError.unknownUser {
            return nil
        } catch {
            throw AccountError(error)
        }
    }

    /// Grants `rights` to the roles that have them by default, where a module declares them for the first time.
    package func declare(_ rights: [ModuleRight]) async throws(StoreError) {
        var isNew = false
        for right in rights {
            // A right is named after its module.
            let module = right.right.rawValue.prefix { $0 != "." }
            let origin = Origin(user: "module:\(module)")
            if try await store.moduleRights.add(right, by: origin, at: now()) { isNew = true }
        }
        guard isNew else { return }
        guestRights.forget()
        for user in live.users { await renewRights(of: user) }
    }

    /// Gives `grant` to `user`, who has it at once, also where they are connected.
    package func grant(_ grant: Grant, to user: UserID, by origin: Origin) async throws(AccountError) {
        do {
            let changes = RightsChanges(store: store, by: origin, at: now())
            guard case .done = try await changes.add(grant.stored, to: "user:\(user)") else {
                throw AccountError.unknownUser
            }
            await renewRights(of: user)
        } catch {
            throw AccountError(error)
        }
        tell(grant.stored, of: "user:\(user)", isGiven: true)
    }

    /// The role of `user` in `room`, or `nil`.
    package func role(of user: UserID, in room: RoomID) async throws(StoreError) -> String? {
        try await store.roomRoles.find(of: user, in: room)
    }

    /// The user called `name`, whose name is set aside where nobody has or had it.
    package func reserve(_ name: String) async throws(AccountError) -> UserID {
        // Messages of deleted users stay nobody's where they are taken elsewhere.
        if UserID(rawValue: name).isStandIn { return UserID(rawValue: name) }
        let id = try Self.id(known: name)
        do {
            try await store.users.reserve(id, at: now())
        } catch {
            throw .unavailable(error)
        }
        return id
    }

    /// Takes from `user` their role and their own grants in `room`, as they asked; they stay connected.
    package func giveUpRole(
        of user: UserID,
        in room: RoomID,
        by origin: Origin
    ) async throws(AccountError) {
        do {
            let changes = RightsChanges(store: store, by: origin, at: now())
            switch try await changes.setRole(nil, of: user, in: room, isLeaving: true) {
            case .done, .unknownGrant:
                await renewRights(of: user)
                tell(RoleChanged(user: user, role: nil, room: room))
            case .unknownUser: throw AccountError.unknownUser
            case .unknownRoom: throw AccountError.unknownRoom
            case .lastOwner: throw AccountError.lastOwner
            case .outdated: throw AccountError.outdated
            }
        } catch {
            throw AccountError(error)
        }
    }
}
