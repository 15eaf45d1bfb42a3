package import RoostKit

/// To change what others said in a room.
package struct Moderate: RoomAction {
    /// `moderate`.
    package static let right = Right.moderate
}

extension Action where Self == Moderate {
    /// The action's name in `session.permit(.moderate, on: room)`.
    package static var moderate: Moderate { Moderate() }
}
