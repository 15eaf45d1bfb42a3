import EngineIO
import NIOCore
import SocketIO
import Testing

@Suite("Engine.IO: hostile input", .timeLimit(.minutes(2)))
struct HostileTransportTests {
    private static let polling = "/socket.io/?EIO=4&transport=polling"

    /// A server on which, whatever `body` does, the next client is served.
    private func withEngine(
        _ change: (inout EngineConfiguration) -> Void = { _ in },
        _ body: (_ io: SocketIOServer, _ address: String) async throws -> Void
    ) async throws {
        var engine = EngineConfiguration.patient
        change(&engine)
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { socket, event in socket.emit("back", arguments: event.arguments) }
            try await body(io, address)
            _ = try await session(address)
        }
    }

    /// Opens a session by long-polling; its id.
    private func session(_ address: String) async throws -> String {
        let socket = try await RawSocket.open(address)
        socket.send("GET \(Self.polling) HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = await socket.heard(until: "}")
        try await socket.close()
        let start = try #require(answer.firstRange(of: #""sid":""#))
        return String(answer[start.upperBound...].prefix(21))
    }

    /// The first line of the answer to `request`, until which and no longer its sender waits.
    private func status(_ request: String, _ address: String) async throws -> String {
        let socket = try await RawSocket.open(address)
        socket.send(request)
        return String(await socket.heard(until: "\r\n").prefix { !$0.isNewline })
    }

    private func poll(_ sid: String) -> String {
        "GET \(Self.polling)&sid=\(sid) HTTP/1.1\r\nHost: a\r\n\r\n"
    }

    private func post(_ packet: String, _ sid: String) -> String {
        "POST \(Self.polling)&sid=\(sid) HTTP/1.1\r\nHost: a\r\nContent-Length: \(packet.utf8.count)\r\n\r\n\(packet)"
    }

    /// The frame with which the server ends a WebSocket whose client broke the protocol.
    private func goodbye(code: UInt16) -> [UInt8] {
        [0x88, 13, UInt8(code >> 8), UInt8(code & 0xFF)] + Array("parse error".utf8)
    }

    @Test(
        "a request with more header fields than anybody needs is not answered",
        arguments: [
            String(repeating: "A: b\r\n", count: 101), "A: " + String(repeating: "b", count: 9_000) + "\r\n",
            String(repeating: "A: " + String(repeating: "b", count: 6_000) + "\r\n", count: 3),
        ]
    )
    func manyFields(fields: String) async throws {
        try await withEngine { _, address in
            let socket = try await RawSocket.open(address)
            socket.send("GET \(Self.polling) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(await socket.remainder().readableBytes == 0)
        }
    }

    @Test(
        "a request that no client sends opens nothing and harms nobody",
        arguments: [
            "GET /socket.io/?EIO=4&transport=__proto__ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /socket.io/?EIO=4&transport=constructor HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /socket.io/?EIO=4&transport=polling&sid=constructor HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /socket.io/?EIO=4&transport=polling&transport=websocket HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET \(polling)&a=\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /socket.io/?EIO=4&transport=polling\r\n\r\n", "\0\0\0\0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET \(polling) HTTP/1.1\r\nHost: a\r\nA\0B: c\r\n\r\n",
            "GET \(polling) HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST \(polling)&sid=SID HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n400",
            "POST \(polling)&sid=SID HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
            "POST \(polling)&sid=SID HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            SlowReader.upgrade.replacing("HTTP/1.1", with: "HTTP/1.0"),
            SlowReader.upgrade.replacing("13\r\n", with: "8\r\n"),
            SlowReader.upgrade.replacing("Upgrade: websocket", with: "Upgrade: h2c"),
            SlowReader.upgrade.replacing("Connection: Upgrade", with: "Connection: keep-alive"),
            SlowReader.upgrade.replacing("AAAAAAAAAAAAAAAAAAAAAA==", with: "AAAA"),
            SlowReader.upgrade.dropLast() + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
            SlowReader.upgrade.replacing("transport=websocket", with: "transport=websocket&sid=constructor"),
            SlowReader.upgrade.dropLast() + "Content-Length: 2\r\n\r\n40",
        ]
    )
    func crafted(request: String) async throws {
        try await withEngine { _, address in
            let request = request.replacing("SID", with: try await session(address))
            let status = try await status(request, address)
            #expect(status.isEmpty || status.hasPrefix("HTTP/1.1 400") || status.hasPrefix("HTTP/1.0 400"))
        }
    }

    @Test("requests that come together are answered one after the other, each whole")
    func pipelined() async throws {
        try await withEngine { _, address in
            let open = "GET \(Self.polling) HTTP/1.1\r\nHost: a\r\n\r\n"
            for _ in 0..<10 {
                let socket = try await RawSocket.open(address)
                socket.send(String(repeating: open, count: 3) + "GET / HTTP/1.1\r\n\r\n")
                #expect(String(buffer: await socket.remainder()).split(separator: #""sid":""#).count == 4)
            }
            // Some of the sessions live on the event loop of the later socket, others do not.
            for _ in 0..<10 {
                let sid = try await session(address)
                let poll = poll(sid)
                let socket = try await RawSocket.open(address)
                let events = (1...2).map { post(#"42["echo",\#($0)]"#, sid) + poll }
                socket.send(post("40", sid) + poll + events.joined())
                #expect(await socket.heard(until: #"42["back",2]"#).contains(#"42["back",1]"#))
                try await socket.close()
            }
        }
    }

    @Test("a request behind the last words of a session is answered")
    func pastTheEnd() async throws {
        try await withEngine { _, address in
            for _ in 0..<10 {
                let sid = try await session(address)
                let socket = try await RawSocket.open(address)
                socket.send(post("40", sid) + poll(sid) + poll(sid) + poll(sid))
                _ = await socket.heard(until: "40{")
                #expect(try await status(post("1", sid), address) == "HTTP/1.1 200 OK")
                #expect(await socket.heard(until: #""code":1,"#).contains("HTTP/1.1 400"))
                try await socket.close()
            }
        }
    }

    @Test("a body without an end is refused at the limit")
    func endlessBody() async throws {
        try await withEngine({ $0.maxPayload = 1_000 }) { _, address in
            let sid = try await session(address)
            let socket = try await RawSocket.open(address)
            socket.send(
                "POST \(Self.polling)&sid=\(sid) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            for _ in 0..<3 { socket.send("1f4\r\n" + String(repeating: "4", count: 500) + "\r\n") }
            #expect(String(buffer: await socket.remainder()).hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test("a body for nobody is not waited for")
    func bodyForNobody() async throws {
        try await withEngine { _, address in
            let socket = try await RawSocket.open(address)
            socket.send(
                "POST \(Self.polling)&sid=unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"
            )
            #expect(String(buffer: await socket.remainder()).contains(#""code":1,"#))
        }
    }

    @Test(
        "by WebSocket, too, a message over the limit is refused before it is all there",
        arguments: [[0x82, 0xFE, 0x03, 0xE9], [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]]
    )
    func tooLargeMessage(head: [UInt8]) async throws {
        try await withEngine({ $0.maxPayload = 1_000 }) { _, address in
            let socket = try await RawSocket.upgraded(address)
            socket.send(bytes: head + [0, 0, 0, 0])
            #expect(await socket.remainder().readableBytesView.suffix(15).elementsEqual(goodbye(code: 1009)))
        }
    }

    @Test("no compression is agreed on, and a compressed message is refused")
    func compression() async throws {
        try await withEngine { _, address in
            let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            let socket = try await RawSocket.upgraded(address, fields: offer)
            let answer = await socket.heard(until: #"{"sid""#).lowercased()
            #expect(answer.hasPrefix("http/1.1 101") && !answer.contains("extensions"))
            socket.send(frame: 0xC1, "40")
            #expect(await socket.remainder().readableBytesView.suffix(15).elementsEqual(goodbye(code: 1002)))
        }
    }

    @Test("by default no page of another origin comes in, by either transport")
    func strangeOrigin() async throws {
        try await withEngine { _, address in
            for origin in [
                "https://evil.example", "null", "http://a.evil.example", "http://evil.example/a", "",
            ] {
                let field = "Origin: \(origin)\r\n"
                for request in [
                    "GET \(Self.polling) HTTP/1.1\r\nHost: a\r\n\r\n",
                    "OPTIONS \(Self.polling) HTTP/1.1\r\nHost: a\r\n\r\n",
                    SlowReader.upgrade,
                ] {
                    let socket = try await RawSocket.open(address)
                    socket.send(request.dropLast() + field + "\r\n")
                    let answer = await socket.heard(until: "}").lowercased()
                    #expect(answer.hasPrefix("http/1.1 403") && !answer.contains("access-control"))
                }
            }
        }
    }

    @Test("a WebSocket that stops in the middle of a message is cut")
    func halfMessage() async throws {
        try await withEngine({ ($0.pingInterval, $0.pingTimeout) = (.milliseconds(50), .milliseconds(50)) }) {
            _,
            address in
            for beginning in [[0x81], [0x81, 0xFE, 0x01], [0x81, 0x82, 0, 0, 0, 0, 0x34]] as [[UInt8]] {
                let socket = try await RawSocket.upgraded(address)
                socket.send(bytes: beginning)
                _ = await socket.remainder()
                #expect(!Task.isCancelled, "the server cuts it, and not the end of the test's time")
            }
        }
    }

    @Test("an upgrade that does not go on is cut, and the session stays")
    func halfUpgrade() async throws {
        try await withEngine({ $0.upgradeTimeout = .milliseconds(500) }) { _, address in
            let sid = try await session(address)
            for words in [[], ["2probe"]] {
                let link = try await RawWebSocket.open(address, query: "EIO=4&transport=websocket&sid=\(sid)")
                for word in words { try await link.send(word) }
                while await link.next() != nil {}
            }
            #expect(try await status(post("40", sid), address) == "HTTP/1.1 200 OK")
        }
    }

    @Test("pongs that nobody asked for bring no further pings")
    func pongs() async throws {
        try await withEngine({ $0.pingInterval = .milliseconds(100) }) { _, address in
            let link = try await RawWebSocket.open(address)
            #expect(await link.next()?.hasPrefix("0{") == true)
            for _ in 0..<50 { try await link.send("3") }
            #expect(await link.next() == "2")
            try await link.send("40", #"42["echo",1]"#)
            // Some come in time; those of the pongs would be fifty.
            var pings = 0
            while let text = await link.next(), text != #"42["back",1]"# {
                if text == "2" { pings += 1 }
            }
            #expect(pings < 50)
            await link.close()
        }
    }

    @Test("the id that others see of a client is not the one of its session")
    func ids() async throws {
        try await withEngine { io, address in
            let seen = Mailbox<String>()
            io.namespace().onConnect { socket in seen.put(socket.id) }
            let sid = try await session(address)
            #expect(try await status(post("40", sid), address) == "HTTP/1.1 200 OK")
            let id = try #require(await seen.next())
            #expect(try await status(post("40", id), address) == "HTTP/1.1 400 Bad Request")
        }
    }

    @Test("nothing is left of clients that are gone, whatever they left unfinished")
    func leak() async throws {
        struct Trace: Sendable { weak let connection: EngineConnection? }
        let configuration = SocketIOConfiguration(connectTimeout: .minutes(10))
        try await withServer(configuration, engine: .patient) { io, address in
            let traces = Mailbox<Trace>()
            io.namespace("/closed").use { socket, _ in
                traces.put(Trace(connection: socket.connection))
                throw ConnectRefusal("No.")
            }
            io.namespace().onConnect { socket in traces.put(Trace(connection: socket.connection)) }
            for number in 0..<60 {
                let socket = try await RawSocket.upgraded(address)
                socket.send(frame: 0x81, number % 4 == 3 ? "40/closed," : "40")
                let trace = try #require(await traces.next())
                switch number % 4 {
                case 0: socket.send(frame: 0x81, #"451-["echo",{"_placeholder":true,"num":0}]"#)
                case 1: socket.send(frame: 0x01, #"42["ec"#)
                default: socket.send(bytes: [0x81, 0xFE, 0x01])
                }
                try await socket.close()
                while trace.connection != nil { await Task.yield() }
            }
            #expect(io.namespace().socketCount == 0)
        }
    }
}
