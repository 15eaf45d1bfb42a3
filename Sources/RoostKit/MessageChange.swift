/// A change of a message that was posted before, as a room accepted and numbered it.
@frozen
public struct MessageChange: Hashable, Sendable {
    /// What was done to the message.
    @frozen
    public enum Kind: Hashable, Sendable {
        /// It has another text.
        case edited(text: String)
        /// It has no text any more.
        case deleted
        /// Whoever made the change has this reaction to it, or has it no longer.
        case reacted(String, isOn: Bool)
    }

    /// Its place in the room's sequence, which it shares with messages.
    public let sequence: Int64
    /// The room of the message.
    public let room: RoomID
    /// The message.
    public let message: MessageKey
    /// What was done to it.
    public let kind: Kind
    /// Who did it.
    public let by: UserID
    /// When the room accepted it, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64

    /// A change from its parts.
    public init(sequence: Int64, room: RoomID, message: MessageKey, kind: Kind, by: UserID, at: Int64) {
        self.sequence = sequence
        self.room = room
        self.message = message
        self.kind = kind
        self.by = by
        self.at = at
    }
}
