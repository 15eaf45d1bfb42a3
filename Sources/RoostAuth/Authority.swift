package import RoostKit
package import RoostStore

/// Who there is and who is signed in: the one way to accounts, sessions and tokens.
package final class Authority: Sendable {
    let store: Store
    let hasher: PasswordHasher
    let keyring: Keyring
    /// Who may sign up.
    let signUpDoor: SignUpDoor
    let lifetime: SessionLifetime
    let live: LiveSessions
    let throttle = SignInThrottle()
    let grantSets = GrantSets()
    /// Where guests come in; none where they do not.
    let guestDoor: GuestDoor?
    let guestRights: GuestRights
    /// Who is told of changes of rooms; nobody where no server runs.
    let observer: (any RoomObserver)?
    let now: @Sendable () -> Int64
    /// Hears of accounts, sign-ins and roles, after they changed.
    let tell: @Sendable (any ChatEvent) -> Void

    private init(
        store: Store,
        hasher: PasswordHasher,
        keyring: Keyring,
        policy: SignUpPolicy,
        lifetime: SessionLifetime,
        guestDoor: GuestDoor?,
        tell: @escaping @Sendable (any ChatEvent) -> Void,
        observer: (any RoomObserver)?,
        now: @escaping @Sendable () -> Int64
    ) {
        self.store = store
        self.hasher = hasher
        self.keyring = keyring
        signUpDoor = SignUpDoor(policy)
        self.lifetime = lifetime
        self.guestDoor = guestDoor
        guestRights = GuestRights(store: store)
        self.observer = observer
        self.now = now
        self.tell = tell
        live = LiveSessions(lifetime: lifetime, tell: tell, now: now) { id, time in
            // A use that is not written makes the session end earlier at worst; the next one is.
            try? await store.sessions.use(id.rawValue, at: time, address: nil, program: nil)
        }
    }

    /// The authority over the users in `store`.
    ///
    /// The first one ever makes the key that signs tokens.
    ///
    /// `tell` is called with each fact that modules hear of, after it is committed. `guestsPerNetwork` is how many guests may
    /// come from one network at once; none come in where it is `nil`. `observer` is told of changes of rooms. `now` answers the
    /// time in milliseconds since 1970-01-01T00:00:00Z.
    package static func open(
        store: Store,
        hasher: PasswordHasher,
        policy: SignUpPolicy,
        lifetime: SessionLifetime = .standard,
        guestsPerNetwork: Int? = nil,
        tell: @escaping @Sendable (any ChatEvent) -> Void = { _ in },
        observer: (any RoomObserver)? = nil,
        now: @escaping @Sendable () -> Int64 = wallClock
    ) async throws(StoreError) -> Authority {
        let keys = try await store.rootKeys.list(orFirst: .random(count: 32))
        return Authority(
            store: store,
            hasher: hasher,
            keyring: Keyring(keys),
            policy: policy,
            lifetime: lifetime,
            guestDoor: guestsPerNetwork.map(GuestDoor.init),
            tell: tell,
            observer: observer,
            now: now
        )
    }

    /// Who may sign up now.
    package var policy: SignUpPolicy { signUpDoor.policy }

    /// Lets others sign up from now on.
    package func setPolicy(_ policy: SignUpPolicy) { signUpDoor.policy = policy }

    /// Every user, by name.
    package func accounts() async throws(StoreError) -> [Account] {
        try await store.users.list().map(Account.init)
    }

    /// The first `limit` users whose names come after `name` and contain `part`, where given; by name.
    package func accounts(
        after name: String?,
        containing part: String?,
        limit: Int
    ) async throws(StoreError) -> [Account] {
        try await store.users.list(after: name, containing: part, limit: limit).map(Account.init)
    }
}
