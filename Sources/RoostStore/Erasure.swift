package import RoostKit

/// Of whom or what modules keep nothing more.
package enum Erasure: Hashable, Sendable {
    /// A user whose account was deleted.
    case user(UserErasure)
    /// A room that was deleted.
    case room(RoomID)
}
