/// The rooms, as modules see and use them: with the server's own authority, so a module checks who asks it.
///
/// What is refused throws `RequestError`, such as `not_found` and `storage_unavailable`, which a request may pass on to its
/// client. What a module posts by itself is no proposal. Nothing of this may be awaited inside a `Recorder`: a room waits for it.
public protocol ModuleRooms: Sendable {
    /// The room with this id, or `nil`.
    @concurrent
    func find(_ id: RoomID) async throws -> RoomDetails?

    /// The first rooms after `last`, by id, at most `limit` and 1,000; private ones are among them.
    @concurrent
    func list(after last: RoomID?, limit: Int) async throws -> [RoomDetails]

    /// Who is there now with a device, in order of name.
    @concurrent
    func members(of room: RoomID) async throws -> [UserID]

    /// Makes a room and gives each of `members` a role in it: `owner`, `moderator` or `member`.
    ///
    /// `name` begins the id, which for all but open rooms has letters at its end that nobody guesses. Members who are
    /// connected have their rights at once; their devices still have to join.
    @concurrent
    func create(
        _ name: String,
        title: String,
        for visibility: RoomVisibility,
        members: [UserID: String]
    ) async throws -> RoomDetails

    /// The messages among the latest 1,000 entries of `room`, as they are now, oldest first.
    ///
    /// Without a recorder these are what the room remembers since the server started.
    @concurrent
    func latestMessages(in room: RoomID) async throws -> [Message]

    /// Posts `text` in `room` as `author`, who need not be there; `UserID.system` speaks for the server.
    ///
    /// The same author and `id` again answers the first message.
    @concurrent
    func post(
        _ text: String,
        in room: RoomID,
        as author: UserID,
        id: String,
        replyTo: Int64?
    ) async throws -> Message

    /// Posts `text` in `room` for `asker`, who may send there, as if their client had: the modules judge it first.
    ///
    /// What they refuse throws their `RequestError`. The same author and `id` again answers the first message.
    @concurrent
    func propose(
        _ text: String,
        in room: RoomID,
        for asker: Asker,
        id: String,
        replyTo: Int64?
    ) async throws -> Message

    /// Takes messages from elsewhere into the sequence of `room`, in their order and with their own times.
    ///
    /// Nobody is told: who is there sees the gap before the next entry, and catches up. What is there already, by author
    /// and id, stays as it is. At most 1,000 at a time.
    @concurrent
    func restore(_ messages: [PastMessage], in room: RoomID) async throws

    /// Gives the message another text, by `user`; answers the change's place in the room's sequence.
    @concurrent
    func edit(_ message: MessageKey, in room: RoomID, to text: String, by user: UserID) async throws -> Int64

    /// Deletes the message, by `user`; answers the change's place in the room's sequence.
    @concurrent
    func delete(_ message: MessageKey, in room: RoomID, by user: UserID) async throws -> Int64

    /// Notes a fact of the module's own in the room's sequence; who is there hears it as the event `event`.
    ///
    /// `event` begins with the module's name and `:`; `payload` is a JSON object of at most 8,192 bytes.
    @concurrent
    func note(
        _ event: String,
        payload: [UInt8],
        in room: RoomID,
        by user: UserID?
    ) async throws -> RoomFact

    /// The message as it is now, or `nil` where the room has none, or knows it no longer because nothing records it.
    @concurrent
    func message(_ message: MessageKey, in room: RoomID) async throws -> Message?

    /// Lets all connected devices of `user` into `room`, where they may join it; on return they hear what is said there.
    ///
    /// It is no proposal, and nobody is told. A device is in 500 rooms at most.
    @concurrent
    func enter(_ user: UserID, _ room: RoomID) async throws

    /// Takes all devices of `user` out of `room`; they hear `room:left` of themselves, and after return nothing more.
    ///
    /// They may join again, unless a `JoinProposal` is refused or their right is taken.
    @concurrent
    func remove(_ user: UserID, from room: RoomID) async throws

    /// Waits until the messages of `user` that were judged before are in their rooms' sequences, or refused.
    ///
    /// What they post from then on is judged by what holds now. Never await it while judging a message.
    @concurrent
    func settle(_ user: UserID) async throws
}

extension UserID {
    /// The author of what the server says by itself; nobody has this name.
    public static let system = UserID(rawValue: "system")
}

/// Who may see a new room.
@frozen
public enum RoomVisibility: Hashable, Sendable {
    /// Everybody who may see rooms.
    case open
    /// Whoever has a role or a grant there, and administrators.
    case invited
    /// Whoever has a role or a grant there, and nobody else: a grant on every room or on all does not reach it.
    case participants
}

/// A room, as modules see it.
public struct RoomDetails: Hashable, Sendable {
    /// The short name that it is addressed by.
    public let id: RoomID
    /// The name that people read.
    public let title: String
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    public let createdAt: Int64
    /// The number of its latest entry, or a little less for a room that is in use; 0 before the first.
    public let sequence: Int64

    /// Details from their values.
    public init(id: RoomID, title: String, createdAt: Int64, sequence: Int64) {
        self.id = id
        self.title = title
        self.createdAt = createdAt
        self.sequence = sequence
    }
}
