import RoostAuth

/// Why a room refused a request.
package enum ChatError: ClientFacingError, Equatable {
    /// There is no such room.
    case notFound
    /// The room has no such message, or it was deleted.
    case noSuchMessage
    /// The device has not joined the room.
    case notMember
    /// The room is closed for good.
    case archived
    /// The user belongs to as many rooms as one may.
    case tooManyRooms
    /// More messages wait to be recorded than the room holds.
    case busy
    /// The database could not be read or written, and nobody saw anything of it.
    case storageUnavailable

    /// The code on the wire.
    package var code: String {
        switch self {
        case .notFound, .noSuchMessage: "not_found"
        case .notMember: "not_member"
        case .archived: "archived"
        case .tooManyRooms: "too_many_rooms"
        case .busy: "busy"
        case .storageUnavailable: "storage_unavailable"
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .notFound: Denied.noSuchRoom
        case .noSuchMessage: "There is no such message in this room."
        case .notMember: "Join the room first."
        case .archived: "The room is archived: it can be read, and takes nothing more."
        case .tooManyRooms: "You are in as many rooms as one may be; leave one first."
        case .busy: "The room has too much to do; try again in a moment."
        case .storageUnavailable: "The server's storage does not answer, and nobody saw anything; try again."
        }
    }

    /// Whether the same request may succeed later.
    package var isRetryable: Bool { self == .busy || self == .storageUnavailable }
}
