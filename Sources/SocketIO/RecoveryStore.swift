public import NIOCore

/// For how long and how much a client can recover.
public struct RecoveryConfiguration: Sendable {
    /// How long after the end of its connection a client finds its session.
    public var maxDisconnection: TimeAmount
    /// Makes the store of a namespace, by its name.
    public var store: @Sendable (String) -> any RecoveryStore

    /// Recovery out of memory, which holds the latest `eventLimit` events of each namespace.
    public init(maxDisconnection: TimeAmount = .minutes(2), eventLimit: Int = 10_000) {
        self.maxDisconnection = maxDisconnection
        store = { _ in MemoryRecoveryStore(maxDisconnection: maxDisconnection, eventLimit: eventLimit) }
    }
}

/// What a client finds again after it lost its connection.
public struct RecoverableSession: Sendable {
    /// The secret by which the client finds it.
    public let pid: String
    /// The socket's id.
    public let id: String
    /// The rooms that it was in.
    public let rooms: Set<String>
    /// What the application kept about it.
    public let state: (any Sendable)?
    /// The latest offset when the client came in, for one that received no event.
    public let offset: String

    /// A session from its parts, for a store that has kept them elsewhere.
    public init(pid: String, id: String, rooms: Set<String>, state: (any Sendable)?, offset: String) {
        self.pid = pid
        self.id = id
        self.rooms = rooms
        self.state = state
        self.offset = offset
    }
}

/// Keeps the events of one namespace, and the sessions of clients that lost their connections.
///
/// It is called under a lock, so that events are recorded in the order in which they are sent; it must not block. One over
/// a database keeps the newest part in memory.
public protocol RecoveryStore: Sendable {
    /// The offset of the latest event, or of none.
    var latestOffset: String { get }
    /// Takes an event, its name first, and gives it the next offset, which the client receives as its last argument.
    func record(_ event: [JSON], to audience: Audience) -> String
    /// Keeps the session of a client that lost its connection.
    func keep(_ session: RecoverableSession)
    /// Takes the session back; nothing where there is none or it is too old.
    func take(pid: String) -> RecoverableSession?
    /// The events after `offset` that were sent to `session`, offsets included; nothing where some are no longer known.
    func missed(by session: RecoverableSession, after offset: String) -> [[JSON]]?
}
