/// A room as one user finds it in a list.
package struct ListedRoom: Hashable, Sendable {
    /// The room.
    package let room: StoredRoom
    /// How many users belong to it.
    package let memberCount: Int64
    /// Up to which entry the user has read; nothing where they do not belong to it.
    package let read: Int64?

    /// A room from its parts.
    package init(room: StoredRoom, memberCount: Int64, read: Int64?) {
        self.room = room
        self.memberCount = memberCount
        self.read = read
    }
}
