package import RoostKit

/// What changed in who is in a room, since that was last told.
package struct AttendanceChange: Sendable, Equatable {
    /// Who came, by name; nothing where they are too many to name.
    package let joined: [UserID]?
    /// Who is gone, by name; nothing where they are too many to name.
    package let left: [UserID]?
    /// Those who are there in another way, or came so.
    package let statuses: [UserID: PresenceStatus]
    /// How many are there.
    package let count: Int
}
