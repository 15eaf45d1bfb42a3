package import RoostKit

/// What somebody who was away has missed in a room.
package struct Missed: Sendable {
    /// The number of the room's latest entry at that time.
    package let sequence: Int64
    /// All entries up to that one, in order, or nothing where they are too many or not all kept.
    package let entries: [RoomEntry]?
}
