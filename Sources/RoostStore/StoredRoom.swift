package import RoostKit

/// A row of the table of rooms.
package struct StoredRoom: Hashable, Sendable {
    /// The short name that the room is addressed by.
    package let id: RoomID
    /// The name that people read.
    package let title: String
    /// When the room was made, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// The number of the room's latest recorded entry; 0 before the first.
    package let sequence: Int64

    /// A row from its values.
    package init(id: RoomID, title: String, createdAt: Int64, sequence: Int64 = 0) {
        self.id = id
        self.title = title
        self.createdAt = createdAt
        self.sequence = sequence
    }
}
