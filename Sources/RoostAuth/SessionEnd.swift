/// Why a session, or one connection that stands on it, has ended.
package enum SessionEnd: Error, Hashable {
    /// Its user ended it, here or from another device.
    case signedOut
    /// The password is another one now.
    case passwordChanged
    /// The user may not sign in any more.
    case disabled
    /// The account is gone.
    case deleted
    /// The user may do other things now: the session stands, and connecting again brings its new rights.
    case rightsChanged
    /// Its time is over.
    case expired
}

extension SessionEnd: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .signedOut: "signed_out"
        case .passwordChanged: "password_changed"
        case .disabled: "account_disabled"
        case .deleted: "account_deleted"
        case .rightsChanged: "rights_changed"
        case .expired: "session_expired"
        }
    }

    /// What happened and what to do.
    package var message: String {
        switch self {
        case .signedOut: "This session was ended. Sign in again."
        case .passwordChanged: "The password was changed. Sign in with the new one."
        case .disabled: "This account was disabled. Ask an administrator."
        case .deleted: "This account was deleted."
        case .rightsChanged: "Your rights have changed. Connect again."
        case .expired: "The session has expired. Sign in again."
        }
    }

    /// Whether the same token opens a connection again.
    package var isRetryable: Bool { self == .rightsChanged }
}
