package import RoostKit

/// What a right is about.
package enum Resource: Hashable, Sendable {
    /// The server as a whole.
    case server
    /// One room.
    case room(RoomID)
}

extension Resource: CustomStringConvertible {
    /// The spelling of grants: `server` or `room:lobby`.
    package var description: String {
        switch self {
        case .server: "server"
        case .room(let id): "room:\(id)"
        }
    }
}
