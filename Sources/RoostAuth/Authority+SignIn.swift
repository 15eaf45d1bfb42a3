internal import RoostKit
internal import RoostStore

extension Authority {
    /// Opens a session that lasts as `SessionLifetime` says, and gives the token for it.
    ///
    /// A name that nobody has costs the same hash as a wrong password, and gets the same answer. `code` is that of the
    /// second factor, or a recovery code. Failures make the next attempts wait, by account and by network of `address`.
    /// `consent` is asked once they have proven who they are, and refuses by throwing a `RequestError`.
    package func signIn(
        name: String,
        password: String,
        code: String? = nil,
        from address: ClientAddress = .loopback,
        consent: (Account) async throws -> Void = { _ in }
    ) async throws(SignInError) -> (token: String, account: Account) {
        let user = try await attempt(name: name, from: address) { user in
            guard try await hasher.verify(password, against: user?.password), let user, !user.isDisabled
            else {
                throw SignInError.wrongCredentials
            }
            try await checkSecondFactor(of: user.id, code: code)
            return user
        }
        let account = Account(user: user.id, role: Role(rawValue: user.role))
        do {
            try await consent(account)
            try await store.signInNetworks.keep(address.network, of: user.id, at: now())
            try await rehash(password, of: user)
            guard let token = try await openSession(of: user) else { throw SignInError.wrongCredentials }
            tell(UserSignedIn(user: user.id, address: address.text))
            return (token, account)
        } catch {
            throw SignInError(signingIn: error)
        }
    }

    /// Proves again that whoever has `session` knows the password.
    func confirmPassword(
        _ password: String,
        of session: Session,
        from address: ClientAddress
    ) async throws(SignInError) {
        try await attempt(name: session.user.rawValue, from: address) { user in
            guard try await hasher.verify(password, against: user?.password) else {
                throw SignInError.wrongCredentials
            }
        }
    }

    /// What `check` makes of the user named `name`, where the throttle lets it try.
    private func attempt<T>(
        name: String,
        from address: ClientAddress,
        check: (StoredUser?) async throws -> T
    ) async throws(SignInError) -> T {
        do {
            return try await hasher.admit { try await admitted(name: name, from: address, check: check) }
        } catch {
            throw SignInError(signingIn: error)
        }
    }

    private func admitted<T>(
        name: String,
        from address: ClientAddress,
        check: (StoredUser?) async throws -> T
    ) async throws(SignInError) -> T {
        let attempt: SignInAttempt
        let user: StoredUser?
        do {
            (attempt, user) = try await newAttempt(name: name, from: address)
        } catch {
            throw .unavailable(error)
        }
        if let seconds = throttle.admit(attempt, at: now()) { throw .slowDown(retryAfter: seconds) }
        do {
            let value = try await check(user)
            throttle.succeeded(attempt, at: now())
            return value
        } catch {
            let error = SignInError(signingIn: error)
            switch error {
            case .wrongCredentials, .wrongCode: throttle.failed(attempt, at: now())
            case .secondFactorRequired, .slowDown, .busy, .refused, .unavailable:
                throttle.withdraw(attempt, at: now())
            }
            throw error
        }
    }

    private func newAttempt(
        name: String,
        from address: ClientAddress
    ) async throws(StoreError) -> (SignInAttempt, StoredUser?) {
        let network = address.network
        let id: UserID
        do {
            id = try UserName.normalized(name)
        } catch {
            return (SignInAttempt(user: nil, network: network, isKnown: false), nil)
        }
        let isKnown = try await store.signInNetworks.contains(network, of: id)
        return (
            SignInAttempt(user: id, network: network, isKnown: isKnown), try await store.users.find(id)
        )
    }

    /// Brings the stored hash of `user` to today's cost.
    private func rehash(_ password: String, of user: StoredUser) async throws(StoreError) {
        guard hasher.needsRehash(user.password) else { return }
        let hash: String
        do {
            hash = try await hasher.hash(password)
        } catch {
            // Busy: the old hash is still good, and the next sign-in tries again.
            return
        }
        try await store.users.setPassword(hash, of: user.id, replacing: user.password)
    }
}
