import NIOCore
import NIOEmbedded

@testable import EngineIO
@testable import SocketIO

/// Whatever a client's socket carries, the server lives on and serves the next client.
///
/// The first byte is the size of the pieces, 0 for one piece. The rest is what the client sends, in which `SID` stands for
/// an open session by long-polling.
func checkConnection(_ input: [UInt8]) throws {
    guard let size = input.first else { return }
    let stage = Stage()
    defer { stage.end() }
    let sid = try stage.open()
    let text = Array(input.dropFirst()).replacing(Array("SID".utf8), with: Array(sid.utf8))
    let client = try stage.connect()
    let length = size == 0 ? max(1, text.count) : Int(size)
    for start in stride(from: 0, to: text.count, by: length) where client.isActive {
        // An error closes the socket, which is as good an answer as any.
        _ = try? client.writeInbound(ByteBuffer(bytes: text[start..<min(start + length, text.count)]))
        stage.loop.run()
    }
    _ = try? client.finish()
    _ = try stage.open()
}

/// A server on an event loop without sockets.
private struct Stage {
    let loop = EmbeddedEventLoop()
    private let io: SocketIOServer
    private let engine: EngineServer

    init() {
        io = SocketIOServer(configuration: SocketIOConfiguration(namespaceLimit: 4), group: loop)
        engine = EngineServer(
            configuration: EngineConfiguration(maxPayload: 1_000),
            group: loop,
            handler: io.makeHandler
        )
        for namespace in [io.namespace(), io.namespace("/other")] {
            namespace.on("echo") { socket, event in
                socket.emit("back", arguments: event.arguments)
                event.ack?(event.arguments)
            }
            namespace.on("join") { socket, event in try socket.join(event.arguments.first?.string ?? "room") }
            namespace.on("leave") { socket, _ in socket.disconnect(closing: true) }
        }
    }

    func connect() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: loop)
        try engine.serve(channel)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        return channel
    }

    /// Opens a session by long-polling; its id.
    func open() throws -> String {
        let channel = try connect()
        let request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n"
        try channel.writeInbound(ByteBuffer(string: request))
        loop.run()
        var answer = ""
        while let part = try channel.readOutbound(as: ByteBuffer.self) { answer += String(buffer: part) }
        _ = try? channel.finish()
        guard let sid = answer.firstRange(of: #""sid":""#).map({ answer[$0.upperBound...].prefix(21) }) else {
            throw Discrepancy(sentence: "the server serves the next client")
        }
        return String(sid)
    }

    func end() {
        for namespace in [io.namespace(), io.namespace("/other")] {
            namespace.everyone.disconnect(closing: true)
        }
        loop.run()
    }
}
