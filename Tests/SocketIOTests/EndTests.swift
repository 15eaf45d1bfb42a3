import EngineIO
import NIOCore
import NIOHTTP1
import NIOPosix
import SocketIO
import SocketIOClient
import Testing

@Suite("Engine.IO: how sockets and sessions end", .timeLimit(.minutes(2)))
struct EndTests {
    private static let open = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n"

    private func withEngine(
        _ change: (inout EngineConfiguration) -> Void = { _ in },
        _ body: (_ io: SocketIOServer, _ address: String) async throws -> Void
    ) async throws {
        var engine = EngineConfiguration.patient
        change(&engine)
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { socket, event in socket.emit("back", arguments: event.arguments) }
            try await body(io, address)
        }
    }

    /// On a busy machine a request may be slower than the server waits.
    private struct Unanswered: Error {}

    /// What is sent to and from a session by long-polling, each request on a socket of its own.
    private struct Session: Sendable {
        let address: String
        let id: String

        /// A session of somebody who is in the namespace.
        static func joined(_ address: String) async throws -> Session {
            let socket = try await RawSocket.open(address)
            socket.send(EndTests.open)
            let greeting = await socket.heard(until: "}")
            guard let start = greeting.firstRange(of: #""sid":""#) else { throw Unanswered() }
            let session = Session(
                address: address,
                id: String(greeting[start.upperBound...].prefix(21))
            )
            // Where the server has closed it meanwhile, that is as good.
            try? await socket.close()
            try await session.post("40")
            _ = await (try session.poll()).heard(until: "40{")
            return session
        }

        /// A socket on which a request for frames waits.
        func poll() async throws -> RawSocket {
            let socket = try await RawSocket.open(address)
            socket.send(request)
            return socket
        }

        /// The request for frames.
        var request: String { EndTests.open.replacing("polling", with: "polling&sid=\(id)") }

        /// Sends `packet`; answers whether it was taken.
        @discardableResult
        func post(_ packet: String) async throws -> Bool {
            let socket = try await RawSocket.open(address)
            let head = "POST /socket.io/?EIO=4&transport=polling&sid=\(id) HTTP/1.1\r\nHost: a\r\n"
            socket.send(head + "Content-Length: \(packet.utf8.count)\r\n\r\n" + packet)
            let answer = await socket.heard(until: "ok")
            // Where the server has closed it meanwhile, that is as good.
            try? await socket.close()
            return answer.hasPrefix("HTTP/1.1 200")
        }
    }

    @Test("a socket whose client has nothing more to say is closed", arguments: ["", open])
    func halfClosed(request: String) async throws {
        try await withEngine { _, address in
            let socket = try await RawSocket.open(address)
            socket.send(request)
            try await socket.finish()
            _ = await socket.remainder()
            #expect(!Task.isCancelled, "the server closes it, and not the end of the test's time")
        }
    }

    @Test("a client that goes while its request waits is gone at once")
    func abandoned() async throws {
        try await withEngine { io, address in
            let gone = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in gone.put(reason) }
            let session = try await Session.joined(address)
            try await session.poll().close()
            #expect(await gone.next() == .connection(.transportClose))
        }
    }

    @Test("who is cut while coming into a namespace, for what waits already, was never there")
    func cutComingIn() async throws {
        try await withEngine({ $0.outboundByteLimit = 1_000 }) { io, address in
            let told = Mailbox<String>()
            io.namespace().on("ballast") { socket, _ in
                socket.emit("ballast", .string(String(repeating: "x", count: 2_000)))
            }
            io.namespace("/more").onConnect { _ in told.put("connected") }
            io.namespace("/more").onDisconnect { _, reason in told.put("\(reason)") }
            let session = try await Session.joined(address)
            // It waits for a request, and alone is more than may wait.
            try await session.post(#"42["ballast"]"#)
            #expect(io.namespace().socketCount == 1)
            try await session.post("40/more,")
            #expect(io.namespace().socketCount + io.namespace("/more").socketCount == 0)
            let guest = try await Guest.connected(to: address, namespace: "/more")
            #expect(await told.next() == "connected", "the guest, and nobody before")
            await guest.client.disconnect()
        }
    }

    @Test("a socket on which no request follows is closed; a request that waits for frames may wait longer")
    func patience() async throws {
        try await withEngine({ $0.requestTimeout = .seconds(1) }) { _, address in
            var (answer, last) = ("", "")
            repeat {
                // On a busy machine any of these requests may be slower than the server waits.
                guard let session = try? await Session.joined(address) else { continue }
                let waiting = try await session.poll()
                let idle = try await RawSocket.open(address)
                idle.send(Self.open)
                last = String(buffer: await idle.remainder())
                _ = try await session.post(#"42["echo",1]"#)
                answer = await waiting.heard(until: #"["back",1]"#)
            } while !(answer.contains("back") && last.hasPrefix("HTTP/1.1 200")) && !Task.isCancelled
            #expect(answer.contains(#"42["back",1]"#))
        }
    }

    @Test("who answers a ping late, but in time, stays")
    func latePong() async throws {
        try await withEngine({ ($0.pingInterval, $0.pingTimeout) = (.milliseconds(50), .minutes(2)) }) {
            _,
            address in
            let late = try await RawWebSocket.open(address)
            #expect(await late.next()?.first == "0")
            #expect(await late.next() == "2")
            let prompt = try await RawWebSocket.open(address)
            #expect(await prompt.next()?.first == "0")
            for _ in 0..<5 {
                #expect(await prompt.next() == "2")
                try await prompt.send("3")
            }
            try await late.send("3", "40", #"42["echo",1]"#)
            var heard: [String] = []
            while heard.count < 2, let text = await late.next() {
                // The next ping may be due.
                if text != "2" { heard.append(text) }
            }
            #expect(heard.first?.hasPrefix("40{") == true)
            #expect(heard.last == #"42["back",1]"#)
            await late.close()
            await prompt.close()
        }
    }

    @Test("a server that shuts down says so to each WebSocket")
    func shutDown() async throws {
        var socket: RawSocket?
        try await withEngine { _, address in
            let open = try await RawSocket.upgraded(address)
            _ = await open.heard(until: #"{"sid""#)
            socket = open
        }
        let goodbye: [UInt8] = [0x88, 22, 0x03, 0xE9] + Array("server shutting down".utf8)
        let end = try #require(await socket?.remainder())
        #expect(end.readableBytesView.elementsEqual(goodbye))
    }

    @Test("a client that closes its WebSocket hears its own code")
    func closeCode() async throws {
        try await withEngine { _, address in
            let socket = try await RawSocket.upgraded(address)
            _ = await socket.heard(until: #"{"sid""#)
            socket.send(bytes: [0x88, 0x82, 0, 0, 0, 0, 0x0F, 0xA0])
            #expect(await socket.remainder().readableBytesView.elementsEqual([0x88, 2, 0x0F, 0xA0]))
        }
    }

    @Test("last words are kept for as long as a client may be silent, and then nothing of the session is")
    func unheard() async throws {
        struct Trace: Sendable { weak let connection: EngineConnection? }
        try await withEngine({ $0.pingTimeout = .milliseconds(50) }) { io, address in
            let traces = Mailbox<Trace>()
            io.namespace().on("go") { socket, _ in
                traces.put(Trace(connection: socket.connection))
                socket.disconnect(closing: true)
            }
            let session = try await Session.joined(address)
            #expect(try await session.post(#"42["go"]"#))
            let trace = try #require(await traces.next())
            while trace.connection != nil, !Task.isCancelled { await Task.yield() }
            #expect(trace.connection == nil)
        }
    }

    @Test("an answer that is awaited is not lost where a handler behind closes the idle socket")
    func closedBehind() async throws {
        let io = SocketIOServer()
        io.namespace().on("echo") { socket, event in socket.emit("back", arguments: event.arguments) }
        let closed = Mailbox<Void>()
        let server = EngineServer(
            configuration: .patient,
            group: .singletonMultiThreadedEventLoopGroup,
            handler: io.makeHandler,
            fallback: { try $0.pipeline.syncOperations.addHandler(Farewell(closed)) }
        )
        let listener = try await server.listen(host: "127.0.0.1", port: 0)
        let address = "http://127.0.0.1:\(try #require(listener.localAddress?.port))"
        let session = try await Session.joined(address)
        let socket = try await RawSocket.open(address)
        // Together, so that the second request waits for its answer when the handler of the first one closes the socket.
        socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + session.request)
        _ = await closed.next()
        #expect(try await session.post(#"42["echo",1]"#))
        #expect(String(buffer: await socket.remainder()).contains(#"42["back",1]"#))
        try await listener.close()
        await server.shutDown()
    }

    /// Answers, and then closes the socket.
    private final class Farewell: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let closed: Mailbox<Void>

        init(_ closed: Mailbox<Void>) {
            self.closed = closed
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            let (channel, closed) = (context.channel, closed)
            context.eventLoop.execute { channel.close().whenComplete { _ in closed.put(()) } }
        }
    }
}
