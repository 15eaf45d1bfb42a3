package import RoostKit
internal import RoostStore

/// An invitation that stands, without the secret of its link.
package struct Invitation: Hashable, Sendable {
    /// The id, which opens nothing.
    package let id: String
    /// Who invites; `nil` for one by a command.
    package let user: UserID?
    /// The room; `nil` for one to the server.
    package let room: RoomID?
    /// How often it can be used in all.
    package let uses: Int64
    /// How often it was.
    package let used: Int64
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64

    init(_ stored: StoredLink, used: Int64 = 0) {
        id = stored.id
        user = stored.user
        room = stored.room
        uses = stored.uses
        self.used = used
        expiresAt = stored.expiresAt
    }
}
