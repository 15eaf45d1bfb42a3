/// Something that a module noted in a room's sequence, as the room numbered it.
///
/// Clients hear of it as an event named `name`, and again where they were away. Its payload is that of the module, with
/// `room`, `seq`, `by` and `at` beside it.
@frozen
public struct RoomFact: Hashable, Sendable {
    /// Its place in the room's sequence, which it shares with messages.
    public let sequence: Int64
    /// The room.
    public let room: RoomID
    /// The event's name: the module's, `:`, and what happened in the past tense, as in `moderation:changed`.
    public let name: String
    /// Who did it, where somebody did.
    public let by: UserID?
    /// What else there is to say: the text of a JSON object.
    public let payload: String
    /// When the room accepted it, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64

    /// A fact from its parts.
    public init(sequence: Int64, room: RoomID, name: String, by: UserID?, payload: String, at: Int64) {
        self.sequence = sequence
        self.room = room
        self.name = name
        self.by = by
        self.payload = payload
        self.at = at
    }
}
