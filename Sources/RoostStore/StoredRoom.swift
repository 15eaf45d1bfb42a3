package import RoostKit

/// A row of the table of rooms.
package struct StoredRoom: Hashable, Sendable {
    /// The short name that the room is addressed by.
    package let id: RoomID
    /// The name that people read.
    package let title: String
    /// What it is about; empty where nobody said.
    package let topic: String
    /// When the room was made, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// Who made it, where that was a user.
    package let createdBy: UserID?
    /// When it was closed for good, in milliseconds since 1970-01-01T00:00:00Z.
    package let archivedAt: Int64?
    /// How often title, topic and archive were changed.
    package let revision: Int64
    /// The number of the room's latest recorded entry; 0 before the first.
    package let sequence: Int64

    /// A row from its values.
    package init(
        id: RoomID,
        title: String,
        topic: String = "",
        createdAt: Int64,
        createdBy: UserID? = nil,
        archivedAt: Int64? = nil,
        revision: Int64 = 0,
        sequence: Int64 = 0
    ) {
        self.id = id
        self.title = title
        self.topic = topic
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.archivedAt = archivedAt
        self.revision = revision
        self.sequence = sequence
    }
}
