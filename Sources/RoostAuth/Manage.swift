package import RoostKit

/// To change a room, and who may do what there.
package struct Manage: RoomAction {
    /// `manage`.
    package static let right = Right.manage
}

extension Action where Self == Manage {
    /// The action's name in `session.permit(.manage, on: room)`.
    package static var manage: Manage { Manage() }
}
