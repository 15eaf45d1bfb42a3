internal import RoostKit
package import RoostStore

extension Authority {
    /// Adds a member, or the first administrator where `setup` is the token of `setupToken()`.
    ///
    /// The token works while sign-up is closed, too, and only once. `invitation` is the token of an invitation's link: to
    /// the server, which the policy may ask for, or to a room, which it opens. Many who come from one network one after the other
    /// have to wait.
    package func signUp(
        name: String,
        password: String,
        setup: String? = nil,
        invitation: String? = nil,
        from address: ClientAddress = .loopback
    ) async throws(SignUpError) -> Account {
        let id = try Self.checkedName(name)
        let origin = Origin(user: id.rawValue, address: address.text)
        if let setup {
            return try await addAdministrator(
                id,
                password: password,
                setup: SetupToken(text: setup),
                by: origin
            )
        }
        guard policy != .closed else { throw .closed }
        if let invitation {
            return try await addInvited(id, password: password, with: invitation, from: address, by: origin)
        }
        guard policy == .open else { throw .uninvited }
        return try await add(id, password: password, role: .member, from: address, by: origin)
    }

    /// Adds a user with any known role, whatever the policy: for commands.
    package func addUser(name: String, password: String, role: Role) async throws(SignUpError) -> Account {
        guard Role.known.contains(role) else { throw .unknownRole(role) }
        return try await add(try Self.checkedName(name), password: password, role: role, by: .command)
    }

    /// A fresh one-time token for the first administrator, in place of an earlier one; `nil` once there is one.
    package func setupToken() async throws(StoreError) -> String? {
        let token = SetupToken.random()
        return try await setupOffer.make(digest: token.digest) ? token.text : nil
    }

    private var setupOffer: SetupOffer { SetupOffer(store: store, administrator: Role.admin.rawValue) }

    private func add(
        _ id: UserID,
        password: String,
        role: Role,
        from address: ClientAddress? = nil,
        by origin: Origin
    ) async throws(SignUpError) -> Account {
        let user = try await newUser(id, password: password, role: role, from: address)
        do {
            try await store.users.add(user, by: origin)
        } catch {
            throw SignUpError(adding: error)
        }
        tell(UserSignedUp(user: id))
        return Account(user: id, role: role)
    }

    private func addAdministrator(
        _ id: UserID,
        password: String,
        setup: SetupToken,
        by origin: Origin
    ) async throws(SignUpError) -> Account {
        let offer = setupOffer
        do {
            // Asked first, so that guessing at tokens costs no hashes.
            guard try await offer.stands(digest: setup.digest) else { throw SignUpError.badSetupToken }
            let user = try await newUser(id, password: password, role: .admin)
            guard try await offer.take(digest: setup.digest, adding: user, by: origin) else {
                throw SignUpError.badSetupToken
            }
        } catch {
            throw SignUpError(adding: error)
        }
        tell(UserSignedUp(user: id))
        return Account(user: id, role: .admin)
    }

    private func addInvited(
        _ id: UserID,
        password: String,
        with invitation: String,
        from address: ClientAddress,
        by origin: Origin
    ) async throws(SignUpError) -> Account {
        let room: RoomID?
        do {
            let (link, use) = try await link(invitation, .invitation)
            room = link.room
            guard policy == .open || link.room == nil else { throw SignUpError.uninvited }
            let user = try await newUser(id, password: password, role: .member, from: address)
            let grants = link.room.map(Self.grants) ?? []
            let entry = entry("user.add", "user:\(id)", user.role, by: origin)
            guard case .done = try await store.links.use(use, adding: user, grants: grants, noting: entry)
            else {
                throw SignUpError.badInvitation
            }
        } catch {
            throw SignUpError(adding: error)
        }
        tell(UserSignedUp(user: id))
        if let room { tellGrants(of: room, to: id) }
        return Account(user: id, role: .member)
    }

    /// The row to add, once the name is free and the password hashed.
    ///
    /// Only adding it decides who gets the name. Who comes from an `address` is counted there.
    private func newUser(
        _ id: UserID,
        password: String,
        role: Role,
        from address: ClientAddress? = nil
    ) async throws(SignUpError) -> StoredUser {
        do {
            guard try await store.users.find(id) == nil else { throw SignUpError.nameTaken }
            if let address, let seconds = signUpDoor.admit(from: address.network, at: now()) {
                throw SignUpError.slowDown(retryAfter: seconds)
            }
            let hash = try await hasher.hash(password)
            return StoredUser(id: id, role: role.rawValue, password: hash, createdAt: now())
        } catch {
            throw SignUpError(adding: error)
        }
    }

    private static func checkedName(_ name: String) throws(SignUpError) -> UserID {
        do {
            return try UserName.new(name)
        } catch {
            throw .badName(error)
        }
    }
}

extension SignUpError {
    fileprivate init(adding error: any Error) {
        self =
            switch error {
            case let error as SignUpError: error
            case let error as PasswordError: .badPassword(error)
            case LinkError.unavailable(let error): .unavailable(error)
            case is LinkError: .badInvitation
            case StoreError.duplicate: .nameTaken
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}
