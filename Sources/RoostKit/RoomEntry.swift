/// Something that has a place in a room's sequence.
@frozen
public enum RoomEntry: Hashable, Sendable {
    /// A message.
    case posted(Message)
    /// What was done to a message that came before.
    case changed(MessageChange)
    /// What a module noted.
    case noted(RoomFact)

    /// Its place, one after that of the entry before it.
    @inlinable
    public var sequence: Int64 {
        switch self {
        case .posted(let message): message.sequence
        case .changed(let change): change.sequence
        case .noted(let fact): fact.sequence
        }
    }

    /// The room that it is in.
    @inlinable
    public var room: RoomID {
        switch self {
        case .posted(let message): message.room
        case .changed(let change): change.room
        case .noted(let fact): fact.room
        }
    }
}
