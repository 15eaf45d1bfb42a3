import NIOCore

/// What travels in one WebSocket message or one part of a long-polling body.
enum EngineMessage: Sendable, Equatable {
    case text(String)
    case binary(ByteBuffer)
}

/// An open way to the server.
protocol ClientTransport: Sendable {
    /// What comes in, to the end of the connection.
    var messages: AsyncStream<EngineMessage> { get }
    /// Sends in the order of the calls.
    func send(_ messages: [EngineMessage]) async throws
    /// Ends the connection.
    func close() async
}
