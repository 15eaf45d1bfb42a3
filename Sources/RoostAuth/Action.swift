package import RoostKit

/// Something that needs a permit: its right, and what it is done to.
package protocol Action: Sendable {
    /// What the action is done to.
    associatedtype Target: Sendable

    /// The right that it needs.
    static var right: Right { get }

    /// What the right must be held on.
    static func resource(of target: Target) -> Resource
}

/// An action in one room.
package protocol RoomAction: Action where Target == RoomID {}

extension RoomAction {
    /// The room itself.
    package static func resource(of target: RoomID) -> Resource { .room(target) }
}
