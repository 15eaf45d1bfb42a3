package import RoostStore

/// Why an account or its sessions were not changed.
package enum AccountError: Error, Hashable {
    /// There is no such user.
    case unknownUser
    /// The user has no such session.
    case unknownSession
    /// No administrator who can sign in would be left.
    case lastAdministrator
    /// The old password is wrong.
    case wrongPassword
    /// The new password cannot be hashed, or not now.
    case badPassword(PasswordError)
    /// There is no such role.
    case unknownRole(Role)
    /// Somebody else changed the account meanwhile, or ended the asking session.
    case outdated
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)

    init(_ error: any Error) {
        self =
            switch error {
            case let error as AccountError: error
            case let error as PasswordError: .badPassword(error)
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}

extension AccountError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .unknownUser, .unknownSession: "not_found"
        case .lastAdministrator: "last_administrator"
        case .wrongPassword: "wrong_password"
        case .badPassword(let error): error.code
        case .unknownRole: "bad_request"
        case .outdated: "conflict"
        case .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .unknownUser: "There is no such user."
        case .unknownSession: "There is no such session."
        case .lastAdministrator: "This is the last administrator. Make somebody else one first."
        case .wrongPassword: "The old password is wrong."
        case .badPassword(let error): error.message
        case .unknownRole(let role): SignUpError.unknownRole(role).message
        case .outdated: "The account was changed meanwhile. Look again."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Being busy and a failing store may pass.
    package var isRetryable: Bool {
        switch self {
        case .badPassword(let error): error.isRetryable
        case .unavailable: true
        case .unknownUser, .unknownSession, .lastAdministrator, .wrongPassword, .unknownRole, .outdated:
            false
        }
    }
}
