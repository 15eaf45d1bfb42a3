package import RoostKit

/// To let others into a room.
package struct Invite: RoomAction {
    /// `invite`.
    package static let right = Right.invite
}

extension Action where Self == Invite {
    /// The action's name in `session.permit(.invite, on: room)`.
    package static var invite: Invite { Invite() }
}
