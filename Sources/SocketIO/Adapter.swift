public import NIOCore

/// Which sockets of a namespace are meant.
public struct Audience: Sendable, Equatable {
    /// The rooms of which one is enough, a socket's id being one too; everybody where there are none.
    public var rooms: [String] = []
    /// The rooms that nobody meant is in.
    public var except: [String] = []
    /// Whether other processes' sockets are left out.
    public var isLocal = false

    /// Everybody.
    public init() {}
}

/// What is done to every socket of an audience.
public enum BroadcastAction: Sendable, Equatable {
    /// They are sent an event. A volatile one is dropped for clients that are behind.
    case emit(_ name: String, _ arguments: [JSON], isVolatile: Bool)
    /// They are sent an event with its place in its room's order, which clients that follow it get as the last argument.
    case emitMarked(_ name: String, _ arguments: [JSON], EventMark)
    /// They join rooms.
    case join([String])
    /// They leave rooms.
    case leave([String])
    /// They leave the namespace; with `closing`, their connections end too.
    case disconnect(closing: Bool)
}

/// A socket of any process, as a broadcast finds it.
public struct SocketDescription: Sendable, Equatable {
    /// Its id, which is also a room that only it is in.
    public let id: String
    /// The rooms that it joined, in no order.
    public let rooms: [String]
}

/// What reaches the sockets of one namespace: those of this process, and those of others where there are several.
///
/// An adapter for several processes passes on what is not local, and hands it to the namespace's own adapter everywhere.
public protocol Adapter: Sendable {
    /// Does `action` to every socket in `audience`. What one caller asks for happens in the order of the calls.
    func apply(_ action: BroadcastAction, to audience: Audience)

    /// The sockets in `audience`.
    /// - Throws: What kept other processes from answering.
    func sockets(in audience: Audience) async throws -> [SocketDescription]

    /// Sends the event `name` to every socket in `audience` and awaits their answers.
    /// - Throws: What kept other processes from answering.
    func emitWithAck(_ name: String, _ arguments: [JSON], to audience: Audience, timeout: TimeAmount)
        async throws
        -> BroadcastAnswers
}

/// What the sockets of an audience answered.
public struct BroadcastAnswers: Sendable, Equatable {
    /// The arguments of each answer, in no order.
    public var answers: [[JSON]]
    /// How many gave none in time.
    public var missing: Int
}
