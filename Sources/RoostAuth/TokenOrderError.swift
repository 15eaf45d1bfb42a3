package import RoostKit
package import RoostStore

/// Why a token for a program or an invitation was not made.
package enum TokenOrderError: Error, Hashable {
    /// The name breaks the rules for display names.
    case name
    /// Neither rights nor rooms are given, or some are not spelled as they could be.
    case scope
    /// There is no such right.
    case unknownRight(Right)
    /// The lifetime is too short or too long.
    case lifetime
    /// It may be used less than once, or too often.
    case uses
    /// There is no such user.
    case unknownUser
    /// There is no such room.
    case unknownRoom
    /// The user has as many as there may be, or the asking session has ended.
    case tooMany
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)

    /// The case that `error`, thrown on the way, comes to.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as TokenOrderError: error
            case let error as StoreError: .unavailable(error)
            case AccountError.unknownUser: .unknownUser
            case is MacaroonError: .scope
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}

extension TokenOrderError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .name, .scope, .unknownRight, .lifetime, .uses: "bad_request"
        case .unknownUser, .unknownRoom: "not_found"
        case .tooMany: "conflict"
        case .unavailable: "busy"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .name: "Give it a name of 1 to 64 visible characters."
        case .scope: "Say which rights or rooms it is for, in lists of names without spaces and commas."
        case .unknownRight(let right):
            "There is no right '\(right.rawValue)'; there are \(Right.knownNames), and those of modules."
        case .lifetime: "It must expire: after 1 second to 366 days."
        case .uses: "It can be used 1 to 10,000 times."
        case .unknownUser: "There is no such user."
        case .unknownRoom: "There is no such room."
        case .tooMany: "There are too many already. Revoke some first."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Only a failing store may pass.
    package var isRetryable: Bool { code == "busy" }
}
