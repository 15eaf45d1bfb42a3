package import RoostKit

/// To say something in a room.
package struct Send: RoomAction {
    /// `send`.
    package static let right = Right.send
}

extension Action where Self == Send {
    /// The action's name in `session.permit(.send, on: room)`.
    package static var send: Send { Send() }
}
