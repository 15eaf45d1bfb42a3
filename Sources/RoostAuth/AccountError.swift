package import RoostStore

/// Why an account or its sessions were not changed.
package enum AccountError: Error, Hashable {
    /// There is no such user.
    case unknownUser
    /// The user has no such session.
    case unknownSession
    /// There is no such token.
    case unknownToken
    /// There is no such invitation.
    case unknownInvitation
    /// The text is no condition that the server could add.
    case badCaveat(String)
    /// Too many narrowed forms of the token are revoked or counted.
    case crowded
    /// No administrator who can sign in would be left.
    case lastAdministrator
    /// No owner of the room who can sign in would be left.
    case lastOwner
    /// The token has as many conditions as a token may.
    case tooManyCaveats
    /// The old password is wrong.
    case wrongPassword
    /// The old password was not compared, because of too many wrong ones or too many who ask.
    case refused(SignInError)
    /// The new password cannot be hashed, or not now.
    case badPassword(PasswordError)
    /// The hash is of another kind than can be compared, or too dear.
    case badHash
    /// There is no such role.
    case unknownRole(Role)
    /// There is no such room.
    case unknownRoom
    /// The id is a room's already.
    case roomTaken
    /// A room cannot be called so.
    case badRoomName
    /// The user has made as many rooms as one may.
    case tooManyRooms
    /// Nobody could have a grant of this form, or a title; why.
    case badGrant(String)
    /// There is no such grant, or no role in the room.
    case unknownGrant
    /// Administrators may do everything, whoever changes what.
    case fixedRole
    /// Whoever asks may not do all that the account, role or grant allows.
    case beyondOwnRights
    /// Somebody else changed the account meanwhile, or ended the asking session.
    case outdated
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)

    init(_ error: any Error) {
        self =
            switch error {
            case let error as AccountError: error
            case SignInError.wrongCredentials: .wrongPassword
            case SignInError.unavailable(let error): .unavailable(error)
            case let error as SignInError: .refused(error)
            case let error as PasswordError: .badPassword(error)
            case StoreError.outdated: .outdated
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}

extension AccountError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .unknownUser, .unknownSession, .unknownToken, .unknownInvitation, .unknownRoom, .unknownGrant:
            "not_found"
        case .lastAdministrator: "last_administrator"
        case .lastOwner: "last_owner"
        case .wrongPassword: "wrong_password"
        case .refused(let error): error.code
        case .badPassword(let error): error.code
        case .unknownRole, .badCaveat, .badGrant, .badHash, .badRoomName: "bad_request"
        case .fixedRole, .beyondOwnRights: "forbidden"
        case .outdated, .crowded, .roomTaken, .tooManyCaveats: "conflict"
        case .tooManyRooms: "too_many_rooms"
        case .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .unknownUser: "There is no such user."
        case .unknownSession: "There is no such session."
        case .unknownToken: "There is no such token."
        case .unknownInvitation: "There is no such invitation."
        case .badCaveat(let text):
            "'\(text)' is no condition that can be added: 'room = ID', 'rights = LIST', 'expires < TIME' and "
                + "'ip = NETWORK' are."
        case .crowded: "Too many narrowed forms of this token are revoked. Revoke the token itself."
        case .lastAdministrator: "This is the last administrator. Make somebody else one first."
        case .lastOwner:
            "This is the last owner of the room. Make somebody else an owner first, or archive the room."
        case .tooManyCaveats:
            "A token has at most \(Limits.caveats) conditions. Revoke it, and make one with those that it needs."
        case .wrongPassword: "The old password is wrong."
        case .refused(let error): error.message
        case .badPassword(let error): error.message
        case .badHash:
            "A hash is a PHC string of Argon2 (up to 1 GiB and 100 passes) or a bcrypt string of a cost up to 16."
        case .unknownRole(let role): SignUpError.unknownRole(role).message
        case .unknownRoom: Denied.noSuchRoom
        case .roomTaken: "There is, or was, a room with this name. Choose another one."
        case .badRoomName:
            "A room's name has 1 to \(Limits.roomNameLength) of a-z 0-9 . _ - and begins with a letter or digit."
        case .tooManyRooms: "You have made as many rooms as one may. Ask an administrator."
        case .badGrant(let reason): reason
        case .unknownGrant: "There is no such grant."
        case .fixedRole: "The role 'admin' may do everything; it cannot be changed."
        case .beyondOwnRights:
            "You may change only who may do no more than you, and give only rights that you have."
        case .outdated: "The account was changed meanwhile. Look again."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Being busy and a failing store may pass.
    package var isRetryable: Bool {
        switch self {
        case .refused(let error): error.isRetryable
        case .badPassword(let error): error.isRetryable
        case .unavailable: true
        case .unknownUser, .unknownSession, .unknownToken, .unknownInvitation, .badCaveat, .crowded,
            .lastAdministrator, .lastOwner, .tooManyCaveats, .wrongPassword, .unknownRole, .outdated,
            .unknownRoom, .roomTaken,
            .badRoomName, .badGrant,
            .unknownGrant, .fixedRole, .beyondOwnRights, .tooManyRooms, .badHash:
            false
        }
    }

    /// As the refusal of the password says.
    package var retryAfter: Int? {
        switch self {
        case .refused(let error): error.retryAfter
        case .badPassword(let error): error.retryAfter
        default: nil
        }
    }
}
