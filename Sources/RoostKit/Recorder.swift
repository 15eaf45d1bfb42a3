/// Makes a room's messages durable before anybody hears them.
///
/// A recorder describes its writes as statements. The host commits them together with the room's new
/// sequence, all or nothing, and grouped with what other rooms record at the same time.
public protocol Recorder: Sendable {
    /// The statements that keep `messages`, which belong to one room and are in sequence order.
    ///
    /// They run in order in one transaction. A unique key on (author, id) must refuse a message that is
    /// already kept: the host then asks `earlier(_:)` and records the rest again.
    /// - Throws: Any error; nothing is then delivered and the senders may retry.
    @concurrent
    func statements(recording messages: [Message]) async throws -> [Statement]

    /// The kept messages among `keys`, in any order.
    /// - Throws: What the store threw; nothing is then delivered and the senders may retry.
    @concurrent
    func earlier(_ keys: [MessageKey]) async throws -> [Message]
}
