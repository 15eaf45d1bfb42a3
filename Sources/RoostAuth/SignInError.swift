package import RoostKit
package import RoostStore

/// Why somebody was not signed in.
package enum SignInError: Error, Hashable {
    /// The name or the password is wrong, or the user is disabled: nobody learns which.
    case wrongCredentials
    /// The password is right, and the user has a second factor: its code is missing.
    case secondFactorRequired
    /// The code of the second factor is wrong, or was used before.
    case wrongCode
    /// There were too many failures: in so many seconds the next attempt is heard.
    case slowDown(retryAfter: Int)
    /// Too many sign in at once.
    case busy
    /// A module does not let them in, and says why.
    case refused(RequestError)
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)
}

extension SignInError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .wrongCredentials: "wrong_credentials"
        case .secondFactorRequired: "second_factor_required"
        case .wrongCode: "wrong_code"
        case .slowDown: "slow_down"
        case .refused(let error): error.code
        case .busy, .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .wrongCredentials: "The name or the password is wrong."
        case .secondFactorRequired: "Enter the code that your authenticator app shows, or a recovery code."
        case .wrongCode: "This code is wrong or was used before. Wait for the next one."
        case .slowDown(let seconds): "Too many attempts failed. Try again in \(BackoffRule.words(seconds))."
        case .refused(let error): error.message
        case .busy: PasswordError.busy.message
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Wrong credentials stay wrong.
    package var isRetryable: Bool {
        if case .refused(let error) = self { error.isRetryable } else { retryAfter != nil }
    }

    /// When to try again, where that helps.
    package var retryAfter: Int? {
        switch self {
        case .slowDown(let seconds): seconds
        case .refused(let error): error.retryAfter
        case .busy, .unavailable: Limits.busyRetry
        case .wrongCredentials, .secondFactorRequired, .wrongCode: nil
        }
    }
}

extension SignInError {
    /// The case that `error`, thrown on the way, comes to.
    init(signingIn error: any Error) {
        self =
            switch error {
            case let error as SignInError: error
            case PasswordError.busy: .busy
            case is PasswordError: .wrongCredentials
            case let error as RequestError: .refused(error)
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}
