package import RoostKit

/// A row of the table of links: an invitation, or leave to set a password.
package struct StoredLink: Hashable, Sendable {
    /// What a link is for.
    package enum Kind: String, Hashable, Sendable {
        /// To come to the server, or into a room.
        case invitation
        /// To set the password of its user.
        case reset
    }

    /// The link's id.
    package let id: String
    /// What it is for.
    package let kind: Kind
    /// Who invites, or whose password it is; `nil` for an invitation by a command.
    package let user: UserID?
    /// The room that it is for, where it is for one.
    package let room: RoomID?
    /// How often it may be used.
    package let uses: Int64
    /// The revocation id under which its uses are counted.
    package let block: String
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// When it ends by itself, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64

    /// A row from its values.
    package init(
        id: String,
        kind: Kind,
        user: UserID?,
        room: RoomID? = nil,
        uses: Int64 = 1,
        block: String,
        createdAt: Int64,
        expiresAt: Int64
    ) {
        self.id = id
        self.kind = kind
        self.user = user
        self.room = room
        self.uses = uses
        self.block = block
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
