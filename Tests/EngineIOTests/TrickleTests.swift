import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import EngineIO

@Suite("Engine.IO: requests that trickle in")
struct TrickleTests {
    private final class Silent: EngineHandler {
        func opened(on connection: isolated EngineConnection) {}
        func received(text: ByteBuffer, on connection: isolated EngineConnection) {}
        func received(binary: ByteBuffer, on connection: isolated EngineConnection) {}
        func closed(_ reason: CloseReason, on connection: isolated EngineConnection) {}
    }

    /// A socket of a server on `loop`, which has no sockets and whose time the test moves.
    private func connect(to server: EngineServer, on loop: EmbeddedEventLoop) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(loop: loop)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        )
        try pipeline.addHandler(HTTPServerPipelineHandler())
        try server.attach(channel)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        return channel
    }

    @Test("a byte now and then buys no time, in the head or in the body", arguments: [false, true])
    func trickle(isInBody: Bool) throws {
        let loop = EmbeddedEventLoop()
        let server = EngineServer(group: loop, handler: Silent.init)
        let first = try connect(to: server, on: loop)
        try first.writeInbound(ByteBuffer(string: "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n\r\n"))
        loop.run()
        var greeting = ""
        while let part = try first.readOutbound(as: ByteBuffer.self) { greeting += String(buffer: part) }
        let sid = try #require(greeting.firstRange(of: #""sid":""#)).upperBound
        let post = "POST /socket.io/?EIO=4&transport=polling&sid=\(greeting[sid...].prefix(21)) HTTP/1.1\r\n"
        let request = post + "Content-Length: 999\r\n\r\n"
        let slow = try connect(to: server, on: loop)
        if isInBody { try slow.writeInbound(ByteBuffer(string: request)) }
        for byte in (isInBody ? "444444444" : request).utf8.prefix(9) {
            #expect(slow.isActive)
            try slow.writeInbound(ByteBuffer(integer: byte))
            loop.advanceTime(by: .milliseconds(1_200))
        }
        #expect(!slow.isActive)
    }
}
