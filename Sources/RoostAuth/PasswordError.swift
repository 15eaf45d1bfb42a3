/// Why a password was not hashed or compared.
package enum PasswordError: Error, Hashable {
    /// It has fewer than 8 bytes.
    case tooShort
    /// It has more than 1024 bytes.
    case tooLong
    /// Too many wait already, or there is no memory for another one.
    case busy
}

extension PasswordError: ClientFacingError {
    /// `busy`, or `bad_password`.
    package var code: String { self == .busy ? "busy" : "bad_password" }

    /// What a password must be, or that a later try may succeed.
    package var message: String {
        switch self {
        case .tooShort: "A password has at least 8 bytes."
        case .tooLong: "A password has at most 1024 bytes."
        case .busy: "Too many people are signing in. Try again in a few seconds."
        }
    }

    /// Only being busy passes.
    package var isRetryable: Bool { self == .busy }

    /// By then the queue has moved on.
    package var retryAfter: Int? { self == .busy ? Limits.busyRetry : nil }
}
