package import RoostStore
internal import RoostKit

extension Authority {
    /// Whether `session`'s user has a confirmed second factor.
    package func hasSecondFactor(_ session: Session) async throws(StoreError) -> Bool {
        try await store.secondFactors.find(of: session.user)?.isConfirmed ?? false
    }

    /// Makes a secret for `session`'s user, in place of an earlier one that was not confirmed.
    ///
    /// It counts once `confirmSecondFactor(_:code:)` has seen a code of it.
    package func beginSecondFactor(
        _ session: Session,
        password: String,
        from address: ClientAddress
    ) async throws(SecondFactorError) -> SecondFactorOffer {
        let secret = [UInt8].random(count: 20)
        do {
            try await confirmPassword(password, of: session, from: address)
            guard try await store.secondFactors.begin(secret: secret, of: session.user) else {
                throw SecondFactorError.on
            }
        } catch {
            throw SecondFactorError(changing: error)
        }
        return SecondFactorOffer(user: session.user.rawValue, secret: secret)
    }

    /// Turns the second factor on with a `code` that the app shows, and answers the recovery codes, this once.
    package func confirmSecondFactor(
        _ session: Session,
        code: String
    ) async throws(SecondFactorError) -> [String] {
        let recovery = (0..<Limits.recoveryCodes).map { _ in RecoveryCode.random() }
        do {
            guard let factor = try await store.secondFactors.find(of: session.user) else {
                throw SecondFactorError.off
            }
            guard !factor.isConfirmed else { throw SecondFactorError.on }
            try admitCode(of: session.user)
            guard let step = step(of: code, factor) else { throw SignInError.wrongCode }
            throttle.acceptCode(of: session.user)
            let isOn = try await store.secondFactors.confirm(
                secret: factor.secret,
                of: session.user,
                step: step,
                recovery: recovery.map(\.digest),
                noting: entry("user.second-factor.on", "user:\(session.user)", by: Origin(session))
            )
            // Another device was quicker: with the same secret, or with a fresh one.
            guard isOn else { throw SecondFactorError.off }
        } catch {
            throw SecondFactorError(changing: error)
        }
        return recovery.map(\.text)
    }

    /// Turns the second factor of `session`'s user off.
    package func removeSecondFactor(
        _ session: Session,
        password: String,
        code: String,
        from address: ClientAddress
    ) async throws(SecondFactorError) {
        do {
            try await confirmPassword(password, of: session, from: address)
            guard try await hasSecondFactor(session) else { throw SecondFactorError.off }
            try await checkSecondFactor(of: session.user, code: code)
            let entry = entry("user.second-factor.off", "user:\(session.user)", by: Origin(session))
            _ = try await store.secondFactors.remove(of: session.user, noting: entry)
        } catch {
            throw SecondFactorError(changing: error)
        }
    }

    /// Turns the second factor of the user named `name` off: for an administrator, when a phone is lost.
    /// - Throws: `AccountError.unknownUser`, or `SecondFactorError.off`.
    package func removeSecondFactor(of name: String, by origin: Origin = .command) async throws {
        let id = try await knownID(name)
        let entry = entry("user.second-factor.off", "user:\(id)", by: origin)
        do {
            guard try await store.secondFactors.remove(of: id, noting: entry) else {
                throw SecondFactorError.off
            }
        } catch {
            throw SecondFactorError(changing: error)
        }
    }

    /// Takes `code` where `user` has a second factor: each code once.
    func checkSecondFactor(of user: UserID, code: String?) async throws {
        guard let factor = try await store.secondFactors.find(of: user), factor.isConfirmed else { return }
        guard let code else { throw SignInError.secondFactorRequired }
        try admitCode(of: user)
        let isTaken =
            if let step = step(of: code, factor) {
                try await store.secondFactors.use(step: step, of: user)
            } else {
                try await store.secondFactors.use(recovery: RecoveryCode(typed: code).digest, of: user)
            }
        guard isTaken else { throw SignInError.wrongCode }
        throttle.acceptCode(of: user)
    }

    private func admitCode(of user: UserID) throws(SignInError) {
        if let seconds = throttle.admitCode(of: user, at: now()) { throw .slowDown(retryAfter: seconds) }
    }

    private func step(of code: String, _ factor: StoredSecondFactor) -> Int64? {
        let digits = code.filter { $0 != " " }
        return TimeCode.step(of: digits, secret: factor.secret, at: now())
    }
}

extension SecondFactorError {
    fileprivate init(changing error: any Error) {
        self = error as? SecondFactorError ?? .refused(SignInError(signingIn: error))
    }
}
