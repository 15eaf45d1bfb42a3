/// One message, as a room accepted and numbered it.
public struct Message: Hashable, Sendable {
    /// The id that its author gave it.
    ///
    /// With `author` it is unique, so that a retry is recognised.
    public let id: String
    /// Its place in the room's sequence: 1 for a room's first entry, without gaps while recorded.
    public let sequence: Int64
    /// The room it was posted to.
    public let room: RoomID
    /// Who wrote it.
    public let author: UserID
    /// What was written, as plain text.
    public let text: String
    /// When the room accepted it, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64

    /// A message from its parts.
    public init(id: String, sequence: Int64, room: RoomID, author: UserID, text: String, at: Int64) {
        self.id = id
        self.sequence = sequence
        self.room = room
        self.author = author
        self.text = text
        self.at = at
    }
}

/// What identifies a message for its author: the same key twice is the same message.
public struct MessageKey: Hashable, Sendable {
    /// Who wrote it.
    public let author: UserID
    /// The id that its author gave it.
    public let id: String

    /// A key from its parts.
    public init(author: UserID, id: String) {
        self.author = author
        self.id = id
    }
}
