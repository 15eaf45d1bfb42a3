/// What is to be another of a room.
package enum RoomChange: Hashable, Sendable {
    /// What people read of it; `nil` leaves a part as it is.
    case details(title: String?, topic: String?)
    /// Whether it is closed for good.
    case archived(Bool)
}
