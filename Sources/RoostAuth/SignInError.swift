package import RoostStore

/// Why somebody was not signed in.
package enum SignInError: Error, Hashable {
    /// The name or the password is wrong, or the user is disabled: nobody learns which.
    case wrongCredentials
    /// Too many sign in at once.
    case busy
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)
}

extension SignInError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .wrongCredentials: "wrong_credentials"
        case .busy, .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .wrongCredentials: "The name or the password is wrong."
        case .busy: PasswordError.busy.message
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Wrong credentials stay wrong.
    package var isRetryable: Bool { self != .wrongCredentials }
}
