package import RoostStore

/// Why a user was not added.
package enum SignUpError: Error, Hashable {
    /// Somebody has the name, or one that looks like it.
    case nameTaken
    /// The name breaks the rules for names.
    case badName(UserNameError)
    /// The password cannot be hashed, or not now.
    case badPassword(PasswordError)
    /// The server takes no new users.
    case closed
    /// The one-time token is wrong, used, or no longer needed.
    case badSetupToken
    /// The server takes only who is invited to it.
    case uninvited
    /// The invitation is none of this server, or is used up, revoked or expired.
    case badInvitation
    /// Too many came from one network: in so many seconds the next one is heard.
    case slowDown(retryAfter: Int)
    /// There is no such role.
    case unknownRole(Role)
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)
}

extension SignUpError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .nameTaken: "name_taken"
        case .badName(let error): error.code
        case .badPassword(let error): error.code
        case .closed: "sign_up_closed"
        case .badSetupToken: "bad_setup_token"
        case .uninvited: "invitation_required"
        case .badInvitation: "bad_link"
        case .slowDown: "slow_down"
        case .unknownRole: "bad_request"
        case .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .nameTaken: "This name, or one that looks like it, is taken. Choose another one."
        case .badName(let error): error.message
        case .badPassword(let error): error.message
        case .closed: "This server takes no new users. Ask its administrator for an account."
        case .badSetupToken: "This link is no longer valid. Use the one that the server printed last."
        case .uninvited: "This server takes only people who are invited. Ask for a link."
        case .badInvitation: LinkError.invalid.message
        case .slowDown(let seconds):
            "Too many accounts were made from here. Try again in \(BackoffRule.words(seconds))."
        case .unknownRole(let role):
            "There is no role '\(role.rawValue)'. Choose one of: "
                + Role.known.map(\.rawValue).joined(separator: ", ") + "."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Being busy and a failing store may pass.
    package var isRetryable: Bool {
        switch self {
        case .badPassword(let error): error.isRetryable
        case .slowDown, .unavailable: true
        case .nameTaken, .badName, .closed, .badSetupToken, .uninvited, .badInvitation, .unknownRole: false
        }
    }

    /// When to try again, where that helps.
    package var retryAfter: Int? {
        if case .slowDown(let seconds) = self { return seconds }
        return isRetryable ? Limits.busyRetry : nil
    }
}
