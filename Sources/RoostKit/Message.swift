/// One message, as a room accepted and numbered it, with what became of it since.
@frozen
public struct Message: Hashable, Sendable {
    /// The id that its author gave it.
    ///
    /// With `author` it is unique, so that a retry is recognised.
    public let id: String
    /// Its place in the room's sequence, which begins with 1 and has no gaps while recorded.
    public let sequence: Int64
    /// The room it was posted to.
    public let room: RoomID
    /// Who wrote it.
    public let author: UserID
    /// What it says, as plain text; empty once it is deleted.
    public internal(set) var text: String
    /// When the room accepted it, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// The place in the room's sequence of what it replies to, where it does.
    public let replyTo: Int64?
    /// When its text was last changed, in milliseconds since 1970-01-01T00:00:00Z; nothing for its first text.
    public internal(set) var editedAt: Int64?
    /// Whether it was deleted.
    public internal(set) var isDeleted: Bool

    /// A message from its parts.
    public init(
        id: String,
        sequence: Int64,
        room: RoomID,
        author: UserID,
        text: String,
        at: Int64,
        replyTo: Int64? = nil,
        editedAt: Int64? = nil,
        isDeleted: Bool = false
    ) {
        self.id = id
        self.sequence = sequence
        self.room = room
        self.author = author
        self.text = text
        self.at = at
        self.replyTo = replyTo
        self.editedAt = editedAt
        self.isDeleted = isDeleted
    }

    /// What identifies it for its author.
    @inlinable
    public var key: MessageKey { MessageKey(author: author, id: id) }

    /// The message after `change`, which is one of it.
    public func after(_ change: MessageChange) -> Message {
        var message = self
        switch change.kind {
        case .edited(let text):
            message.text = text
            message.editedAt = change.at
        case .deleted:
            message.text = ""
            message.isDeleted = true
        case .reacted: break
        }
        return message
    }
}
