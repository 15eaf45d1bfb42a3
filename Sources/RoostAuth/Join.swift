package import RoostKit

/// To become a member of a room, and to stay one.
package struct Join: RoomAction {
    /// `join`.
    package static let right = Right.join
}

extension Action where Self == Join {
    /// The action's name in `session.permit(.join, on: room)`.
    package static var join: Join { Join() }
}
