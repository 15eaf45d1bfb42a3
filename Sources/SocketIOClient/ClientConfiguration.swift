public import NIOCore
public import SocketIO

/// How a client reaches a server.
public struct ClientConfiguration: Sendable {
    /// The ways to travel: the first one opens the session, and WebSocket takes over where it comes second.
    public enum Transports: Sendable, CaseIterable {
        /// A WebSocket from the start.
        case webSocket
        /// Long-polling for good.
        case polling
        /// Long-polling first, then WebSocket.
        case upgrade
    }

    /// The server's path.
    public var path = "/socket.io/"
    /// The ways to travel.
    public var transports = Transports.webSocket
    /// What is sent along when the namespace is joined.
    public var auth: JSON?
    /// How long opening a session or joining the namespace may take.
    public var connectTimeout = TimeAmount.seconds(20)
    /// How often a lost connection is tried again before the client gives up; 0 for never.
    public var reconnectionAttempts = 0
    /// The longest time between two attempts; the first come sooner, each at a random moment.
    public var maxReconnectionDelay = TimeAmount.seconds(5)

    /// The usual settings.
    public init() {}
}
