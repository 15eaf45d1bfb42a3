package import RoostKit

/// Which rooms a list has: a page in the order of their ids.
package struct RoomQuery: Sendable {
    /// Private rooms that may be among them.
    package enum PrivateRooms: Hashable, Sendable {
        /// All but those for participants, and these of them.
        case all(besides: [RoomID])
        /// These.
        case only([RoomID])
    }

    /// For whom it is, which says what they have read.
    package let user: UserID
    /// Private rooms that may be among them.
    package let privateRooms: PrivateRooms
    /// What id, title or topic contain, whatever the case.
    package let search: String
    /// The id after which the page begins.
    package let after: RoomID?
    /// How many rooms at most.
    package let limit: Int
    /// Whether these are the archived rooms, or the others.
    package let isArchived: Bool

    /// A query from its parts.
    package init(
        user: UserID,
        privateRooms: PrivateRooms,
        search: String = "",
        after: RoomID? = nil,
        limit: Int,
        isArchived: Bool = false
    ) {
        self.user = user
        self.privateRooms = privateRooms
        self.search = search
        self.after = after
        self.limit = limit
        self.isArchived = isArchived
    }
}
