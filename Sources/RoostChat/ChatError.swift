import RoostAuth

/// Why a room refused a request.
package enum ChatError: ClientFacingError, Equatable {
    /// There is no such room.
    case notFound
    /// The device has not joined the room.
    case notMember
    /// More messages wait to be recorded than the room holds.
    case busy
    /// The message could not be made durable, and nobody saw it.
    case storageUnavailable

    /// The code on the wire.
    package var code: String {
        switch self {
        case .notFound: "not_found"
        case .notMember: "not_member"
        case .busy: "busy"
        case .storageUnavailable: "storage_unavailable"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .notFound: Denied.noSuchRoom
        case .notMember: "Join the room first."
        case .busy: "The room has too much to do; try again in a moment."
        case .storageUnavailable: "The message could not be stored, and nobody saw it; try again."
        }
    }

    /// Whether the same request may succeed later.
    package var isRetryable: Bool { self == .busy || self == .storageUnavailable }
}
