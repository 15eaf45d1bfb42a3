package import RoostKit

/// Up to where somebody has read in a room.
package struct ReadMarker: Hashable, Sendable {
    /// Who, and where.
    package struct Key: Hashable, Sendable {
        /// Who.
        package let user: UserID
        /// Where.
        package let room: RoomID

        /// A key from its parts.
        package init(user: UserID, room: RoomID) {
            self.user = user
            self.room = room
        }
    }

    /// Who, and where.
    package let key: Key
    /// The last entry that they have read.
    package let read: Int64

    /// A marker from its parts.
    package init(key: Key, read: Int64) {
        self.key = key
        self.read = read
    }
}
