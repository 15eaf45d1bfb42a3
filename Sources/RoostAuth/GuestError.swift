package import RoostStore

/// Why somebody does not come in as a guest.
package enum GuestError: Error, Hashable {
    /// This server takes none.
    case off
    /// Nobody can be called so.
    case badName(UserNameError)
    /// Too many came from this network.
    case slowDown(retryAfter: Int)
    /// Too many are in, altogether or from this network.
    case crowded
    /// An administrator put them out at this very moment.
    case ended
    /// The store failed, for a reason that only the log gets.
    case unavailable(StoreError)
}

extension GuestError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .off: "guests_off"
        case .badName(let error): error.code
        case .slowDown: "slow_down"
        case .crowded, .unavailable: "busy"
        case .ended: "unauthorized"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .off: "This server takes no guests. Sign in."
        case .badName(let error): error.message
        case .slowDown(let seconds):
            "Too many guests came from here. Try again in \(BackoffRule.words(seconds))."
        case .crowded: "There are too many guests at the moment. Try again later, or sign in."
        case .ended: "This guest was put out."
        case .unavailable: "The server cannot reach its storage. Try again later."
        }
    }

    /// What passes with time.
    package var isRetryable: Bool {
        switch self {
        case .slowDown, .crowded, .unavailable: true
        case .off, .badName, .ended: false
        }
    }

    /// Where that is known.
    package var retryAfter: Int? {
        if case .slowDown(let seconds) = self { seconds } else { nil }
    }
}
