import NIOCore
import NIOPosix

@testable import SocketIOClient

/// A bare link to a server, for what a well-behaved client does not do.
struct RawWebSocket: Sendable {
    private let transport: WebSocketClientTransport
    private let inbox = Mailbox<EngineMessage?>()

    static func open(_ address: String, query: String = "EIO=4&transport=websocket") async throws
        -> RawWebSocket
    {
        let port = Int(address.split(separator: ":").last ?? "") ?? 0
        let transport = try await WebSocketClientTransport.open(
            "/socket.io/?\(query)",
            at: ("127.0.0.1", port)
        )
        let link = RawWebSocket(transport: transport)
        Task {
            for await message in transport.messages { link.inbox.put(message) }
            link.inbox.put(nil)
        }
        return link
    }

    private init(transport: WebSocketClientTransport) {
        self.transport = transport
    }

    func send(_ texts: String...) async throws {
        try await transport.send(texts.map { .text($0) })
    }

    func send(bytes: ByteBuffer) async throws {
        try await transport.send([.binary(bytes)])
    }

    func close() async { await transport.close() }

    /// The next text, or nothing at the end.
    func next() async -> String? {
        guard case .text(let text)? = await inbox.next() ?? nil else { return nil }
        return text
    }
}
