package import RoostStore

/// Why a token opens nothing.
package enum TokenError: Error, Hashable {
    /// It is no token of this format.
    case malformed
    /// It has more conditions, or is longer, than a token may be.
    case tooLarge
    /// This server did not sign it.
    case forged
    /// It has a condition that this server does not know.
    case unknownCaveat(String)
    /// One of its conditions does not hold here, or not any more.
    case unmet(String)
    /// Too many narrowed forms of it were counted or revoked.
    case crowded
    /// Its time is over.
    case expired
    /// Its session has ended, or its user may not sign in any more.
    case ended
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)
}

extension TokenError {
    /// The case that `error`, thrown on the way, comes to.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as TokenError: error
            case let error as StoreError: .unavailable(error)
            default: .unavailable(.failed(reason: "\(error)"))
            }
    }
}

extension TokenError: ClientFacingError {
    /// `unauthorized`, unless the store failed.
    package var code: String {
        switch self {
        case .unavailable: "busy"
        case .malformed, .tooLarge, .forged, .unknownCaveat, .unmet, .crowded, .expired, .ended:
            "unauthorized"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .malformed, .forged: "This is no valid token. Sign in again."
        case .tooLarge:
            "A token has at most \(Limits.caveats) conditions in \(Limits.macaroonBytes) bytes. Make one with fewer."
        case .unknownCaveat(let caveat): "This server does not know the token's condition '\(caveat)'."
        case .unmet(let caveat): "The token's condition '\(caveat)' does not hold."
        case .crowded: "Too many narrowed forms of this token were used. Make a new one."
        case .expired: "The token has expired. Sign in again."
        case .ended: "This session has ended. Sign in again."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// Only a failing store may pass.
    package var isRetryable: Bool { code == "busy" }
}
