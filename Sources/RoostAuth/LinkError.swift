package import RoostStore

/// Why a link was of no use.
package enum LinkError: Error, Hashable {
    /// It is none of this server, or is used up, revoked or expired.
    case invalid
    /// It invites to the server, where the asker is.
    case notForRoom
    /// The new password cannot be hashed, or not now.
    case badPassword(PasswordError)
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)

    /// The case that `error`, thrown on the way, comes to.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as LinkError: error
            case let error as PasswordError: .badPassword(error)
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}

extension LinkError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .invalid: "bad_link"
        case .notForRoom: "conflict"
        case .badPassword(let error): error.code
        case .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .invalid: "This link is no longer valid. Ask for a new one."
        case .notForRoom: "This invitation is for people without an account."
        case .badPassword(let error): error.message
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Being busy and a failing store may pass.
    package var isRetryable: Bool {
        switch self {
        case .badPassword(let error): error.isRetryable
        case .unavailable: true
        case .invalid, .notForRoom: false
        }
    }

    /// When to try again, where that helps.
    package var retryAfter: Int? { isRetryable ? Limits.busyRetry : nil }
}
