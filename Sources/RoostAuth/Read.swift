package import RoostKit

/// To see what is said in a room.
package struct Read: RoomAction {
    /// `read`.
    package static let right = Right.read
}

extension Action where Self == Read {
    /// The action's name in `session.permit(.read, on: room)`.
    package static var read: Read { Read() }
}
