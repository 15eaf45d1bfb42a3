package import RoostKit

/// To make rooms.
package struct CreateRooms: Action {
    /// The server as a whole, of which there is one.
    package struct Target: Sendable {}

    /// `create`.
    package static let right = Right.create

    /// The server as a whole.
    package static func resource(of target: Target) -> Resource { .server }
}

extension Action where Self == CreateRooms {
    /// The action's name in `session.permit(.createRooms)`.
    package static var createRooms: CreateRooms { CreateRooms() }
}
