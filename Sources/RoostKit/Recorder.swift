/// Makes a room's entries durable before anybody hears of them.
///
/// A recorder describes its writes as statements. The host commits them together with the room's new
/// sequence, all or nothing, and grouped with what other rooms record at the same time.
public protocol Recorder: Sendable {
    /// The statements that keep `entries`, which belong to one room and are in sequence order.
    ///
    /// They run in order in one transaction. A unique key on (author, id) must refuse a message that is
    /// already kept: the host then asks `earlier(_:)` and records the rest again.
    /// - Throws: Any error; nothing is then delivered and the senders may retry.
    @concurrent
    func statements(recording entries: [RoomEntry]) async throws -> [Statement]

    /// The kept messages among `keys`, as they are now, in any order.
    /// - Throws: What the store threw; nothing is then delivered and the senders may retry.
    @concurrent
    func earlier(_ keys: [MessageKey]) async throws -> [Message]

    /// The first entries of `room` that come after `sequence`, at most `limit`, in their order.
    ///
    /// A message, and the text of an edit, may be as it is now: what was deleted is not told again.
    /// - Throws: What the store threw; who asked may ask again.
    @concurrent
    func entries(of room: RoomID, after sequence: Int64, limit: Int) async throws -> [RoomEntry]

    /// What `user` has not read of each of these rooms, of which they have read the entries up to the given one.
    ///
    /// Asked once for all rooms of somebody. Nothing where the recorder does not know it, which is the standard.
    /// - Throws: What the store threw; who asked may ask again.
    @concurrent
    func unread(by user: UserID, after read: [RoomID: Int64]) async throws -> [RoomID: Unread]
}

extension Recorder {
    /// Nothing: the recorder does not know it.
    @concurrent
    public func unread(by user: UserID, after read: [RoomID: Int64]) async throws -> [RoomID: Unread] { [:] }
}
