import EngineIO
import NIOCore
import NIOHTTP1
import NIOPosix
import SocketIO
import Testing

@testable import SocketIOClient

@Suite("Engine.IO: transports", .timeLimit(.minutes(2)))
struct TransportTests {
    private static let polling = "/socket.io/?EIO=4&transport=polling"

    /// A server, and how to send it HTTP requests.
    private func withEngine(
        _ change: (inout EngineConfiguration) -> Void = { _ in },
        _ body: (_ io: SocketIOServer, _ address: String, _ http: HTTP) async throws -> Void
    ) async throws {
        var engine = EngineConfiguration.patient
        change(&engine)
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { socket, event in socket.emit("back", arguments: event.arguments) }
            try await body(io, address, HTTP(port: Int(address.split(separator: ":").last ?? "") ?? 0))
        }
    }

    private struct HTTP: Sendable {
        let port: Int

        func send(
            _ method: HTTPMethod,
            _ uri: String,
            body: String? = nil,
            headers: HTTPHeaders = [:]
        ) async throws -> HTTPExchange.Answer {
            try await HTTPExchange.send(method, uri, to: ("127.0.0.1", port), body: body, headers: headers)
        }

        /// Opens a session; its uri.
        func open() async throws -> String {
            let answer = try await send(.GET, polling)
            #expect(answer.status == .ok)
            // A ping may come with it.
            let packet = answer.body.dropFirst().prefix { $0 != "\u{1E}" }
            let greeting = try JSON(parsing: ByteBuffer(substring: packet))
            #expect(greeting["upgrades"] == ["websocket"])
            return polling + "&sid=" + (greeting["sid"]?.string ?? "")
        }
    }

    @Test(
        "a request that makes no sense is refused with the official code",
        arguments: [
            (.GET, "transport=polling", 5), (.GET, "EIO=3&transport=polling", 5), (.GET, "EIO=4", 0),
            (.GET, "EIO=4&transport=smoke", 0), (.POST, "EIO=4&transport=polling", 2),
            (.PUT, "EIO=4&transport=polling", 2), (.PUT, "EIO=4&transport=polling&sid=unknown", 3),
            (.GET, "EIO=4&transport=polling&sid=unknown&sid=other", 3),
            (.GET, "EIO=4&transport=polling&sid=unknown", 1),
            (.POST, "EIO=4&transport=polling&sid=unknown", 1),
            (.GET, "EIO=4&transport=websocket", 3), (.GET, "EIO=4&EIO=4&transport=polling", 3),
        ] as [(HTTPMethod, String, Int)]
    )
    func refused(method: HTTPMethod, query: String, code: Int) async throws {
        try await withEngine { _, _, http in
            let answer = try await http.send(method, "/socket.io/?\(query)")
            #expect(answer.status == .badRequest)
            #expect(answer.body.contains(#""code":\#(code),"#))
        }
    }

    @Test("a session by long-polling carries packets both ways, and the server's pings")
    func longPolling() async throws {
        try await withEngine { _, _, http in
            let session = try await http.open()
            #expect(try await http.send(.POST, session, body: "40").body == "ok")
            #expect(try await http.send(.GET, session).body.hasPrefix("40{"))
            #expect(
                try await http.send(.POST, session, body: "42[\"echo\",1]\u{1E}42[\"echo\",2]").body == "ok"
            )
            #expect(try await http.send(.GET, session).body == "42[\"back\",1]\u{1E}42[\"back\",2]")
            let bytes = "451-[\"echo\",{\"_placeholder\":true,\"num\":0}]\u{1E}bAQIDBA=="
            #expect(try await http.send(.POST, session, body: bytes).body == "ok")
            #expect(
                try await http.send(.GET, session).body
                    == "451-[\"back\",{\"_placeholder\":true,\"num\":0}]\u{1E}bAQIDBA=="
            )
        }
    }

    @Test("a waiting request gets the server's ping, and its answer keeps the session")
    func pings() async throws {
        try await withEngine({ ($0.pingInterval, $0.pingTimeout) = (.milliseconds(300), .minutes(2)) }) {
            _,
            _,
            http in
            let session = try await http.open()
            for _ in 0..<3 {
                // More than one on a machine that is slow to ask.
                #expect(Set(try await http.send(.GET, session).body.split(separator: "\u{1E}")) == ["2"])
                #expect(try await http.send(.POST, session, body: "3").body == "ok")
            }
        }
    }

    @Test(
        "a payload that is not one ends the session",
        arguments: ["", "abc", "4a\u{1E}", "\u{1E}4a", "b!", "0{}", "2"]
    )
    func badPayload(body: String) async throws {
        try await withEngine { _, _, http in
            let session = try await http.open()
            #expect(try await http.send(.POST, session, body: body).status == .badRequest)
            #expect(try await http.send(.GET, session).status == .badRequest)
        }
    }

    @Test("two requests that wait at once end the session")
    func duplicatePoll() async throws {
        try await withEngine { _, _, http in
            let session = try await http.open()
            async let first = http.send(.GET, session)
            async let second = http.send(.GET, session)
            let answers = [try await first, try await second].sorted { $0.status.code < $1.status.code }
            #expect(answers.map(\.status) == [.ok, .badRequest])
            #expect(answers[0].body == "1")
            #expect(try await http.send(.GET, session).status == .badRequest)
        }
    }

    @Test("a client that closes gets its waiting request back")
    func close() async throws {
        try await withEngine { io, _, http in
            let gone = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in gone.put(reason) }
            var answer: HTTPExchange.Answer
            repeat {
                let session = try await http.open()
                _ = try await http.send(.POST, session, body: "40")
                _ = try await http.send(.GET, session)
                async let waiting = http.send(.GET, session)
                #expect(try await http.send(.POST, session, body: "1").status == .ok)
                #expect(await gone.next() == .connection(.transportClose))
                #expect(try await http.send(.GET, session).status == .badRequest)
                answer = try await waiting
                // Once more where the request was there later than the end.
            } while answer.status != .ok
            #expect(answer.body == "6")
        }
    }

    @Test("what was sent before the server hangs up is delivered with the end")
    func lastWords() async throws {
        try await withEngine { io, _, http in
            io.namespace().on("go") { socket, _ in
                socket.emit("last words")
                socket.disconnect(closing: true)
            }
            let session = try await http.open()
            _ = try await http.send(.POST, session, body: "40")
            _ = try await http.send(.GET, session)
            #expect(try await http.send(.POST, session, body: #"42["go"]"#).status == .ok)
            #expect(try await http.send(.GET, session).body == "42[\"last words\"]\u{1E}1")
            #expect(try await http.send(.GET, session).status == .badRequest)
        }
    }

    @Test("a client that does not answer a ping is gone, by either transport")
    func pingTimeout() async throws {
        try await withEngine({ ($0.pingInterval, $0.pingTimeout) = (.milliseconds(50), .milliseconds(50)) }) {
            _,
            address,
            http in
            let session = try await http.open()
            var answer = ""
            repeat {
                let socket = try await RawSocket.open(address)
                socket.send("GET \(session) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                answer = String(buffer: await socket.remainder())
            } while answer.hasPrefix("HTTP/1.1 200")
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            let ping: [UInt8] = [0x81, 1] + Array("2".utf8)
            let goodbye: [UInt8] = [0x88, 14, 0x03, 0xF0] + Array("ping timeout".utf8)
            // A close frame with 1008. Bare: all may be there before a client has taken in that its request was answered.
            let end = try await RawSocket.upgraded(address).remainder().readableBytesView.suffix(19)
            #expect(end.elementsEqual(ping + goodbye))
        }
    }

    @Test("a WebSocket takes over with nothing lost; no second one, and no request after it")
    func upgrade() async throws {
        try await withEngine { _, address, http in
            let session = try await http.open()
            let sid = String(session.split(separator: "=").last ?? "")
            _ = try await http.send(.POST, session, body: "40")
            let query = "EIO=4&transport=websocket&sid=\(sid)"
            let link = try await RawWebSocket.open(address, query: query)
            let second = try await RawWebSocket.open(address, query: query)
            #expect(await second.next() == nil)
            try await link.send("2probe")
            #expect(await link.next() == "3probe")
            #expect(try await http.send(.GET, session).body.hasPrefix("40{"))
            #expect(try await http.send(.GET, session).body == "6")
            try await link.send("5", #"42["echo","over"]"#)
            #expect(await link.next() == #"42["back","over"]"#)
            #expect(try await http.send(.GET, session).status == .badRequest)
            #expect(try await http.send(.POST, session, body: #"42["echo"]"#).status == .badRequest)
            let third = try await RawWebSocket.open(address, query: query)
            #expect(await third.next() == nil)
            await link.close()
        }
    }

    @Test("a session goes on by long-polling where its WebSocket does not come through")
    func failedUpgrade() async throws {
        try await withEngine { _, address, http in
            let session = try await http.open()
            let sid = String(session.split(separator: "=").last ?? "")
            _ = try await http.send(.POST, session, body: "40")
            _ = try await http.send(.GET, session)
            for _ in 0..<2 {
                let link = try await RawWebSocket.open(address, query: "EIO=4&transport=websocket&sid=\(sid)")
                try await link.send("2probe")
                #expect(await link.next() == "3probe")
                try await link.send("4nonsense")
                #expect(await link.next() == nil)
                _ = try await http.send(.POST, session, body: #"42["echo",1]"#)
                var body = try await http.send(.GET, session).body
                // The upgrade's release of a request, or a ping, may come first.
                while body == "6" || body == "2" {
                    if body == "2" { _ = try await http.send(.POST, session, body: "3") }
                    body = try await http.send(.GET, session).body
                }
                #expect(body == #"42["back",1]"#)
            }
        }
    }

    @Test("pages of other origins come in where they are allowed, by either transport")
    func origins() async throws {
        let allowed = "https://chat.example.org"
        try await withEngine({ $0.origins = .list([allowed]) }) { _, _, http in
            let own = "http://127.0.0.1:\(http.port)"
            for (origin, status) in [
                (allowed, HTTPResponseStatus.ok), (own, .ok), ("https://evil.example", .forbidden),
            ] {
                #expect(try await http.send(.GET, Self.polling, headers: ["origin": origin]).status == status)
                let socket = try await RawSocket.open(own)
                socket.send(
                    "GET \(Self.polling) HTTP/1.1\r\nHost: 127.0.0.1:\(http.port)\r\nConnection: close\r\n"
                        + "Origin: \(origin)\r\n\r\n"
                )
                let answer = String(buffer: await socket.remainder())
                #expect(answer.contains("access-control-allow-origin: \(origin)") == (status == .ok))
                let upgrade: HTTPHeaders = [
                    "origin": origin, "upgrade": "websocket", "sec-websocket-version": "13",
                    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
                ]
                let webSocket = "/socket.io/?EIO=4&transport=websocket"
                if status == .forbidden {
                    #expect(try await http.send(.GET, webSocket, headers: upgrade).status == .forbidden)
                }
            }
            let preflight = try await http.send(.OPTIONS, Self.polling, headers: ["origin": allowed])
            #expect(preflight.status == .noContent)
        }
    }

    @Test(
        "a request that does not come to its end is cut",
        arguments: [
            "", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n",
            "POST /socket.io/?EIO=4&transport=polling&sid=SID HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n4",
        ]
    )
    func slowRequest(beginning: String) async throws {
        try await withEngine({ $0.requestTimeout = .seconds(1) }) { _, address, http in
            var session: String?
            // On a busy machine this request, too, may be slower than the server waits.
            while session == nil { session = try? await http.open() }
            let sid = String(session?.split(separator: "=").last ?? "")
            let socket = try await RawSocket.open(address)
            socket.send(beginning.replacing("SID", with: sid))
            _ = await socket.remainder()
            #expect(!Task.isCancelled, "the server cuts it, and not the end of the test's time")
        }
    }

    @Test("what only begins with the path is another one")
    func otherPath() async throws {
        try await withEngine { _, _, http in
            let uri = Self.polling.replacing("?", with: "other?")
            let answer = try await http.send(.GET, uri)
            #expect(answer.status == .notFound)
        }
    }

    @Test(
        "a text of any length arrives as it is, by either transport",
        arguments: [112, 113, 114, 65_522, 65_523, 65_524]
    )
    func lengths(length: Int) async throws {
        // With what is around it, 13 bytes, on both sides of the lengths from which on a frame needs more bytes for its own.
        try await withEngine { _, address, http in
            let text = String(repeating: "x", count: length)
            let link = try await RawWebSocket.open(address)
            try await link.send("40", #"42["echo","\#(text)"]"#)
            for _ in 0..<2 { _ = await link.next() }
            #expect(await link.next() == #"42["back","\#(text)"]"#)
            await link.close()
            let session = try await http.open()
            _ = try await http.send(.POST, session, body: "40\u{1E}42[\"echo\",\"\(text)\"]")
            let body = try await http.send(.GET, session).body
            #expect(body.split(separator: "\u{1E}").last == #"42["back","\#(text)"]"#)
        }
    }

    @Test("an upgrade works as a later request on a kept-alive connection")
    func laterUpgrade() async throws {
        try await withEngine { _, _, http in
            let heard = Mailbox<String>()
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .channelInitializer { $0.pipeline.addHandler(Listener(heard)) }
                .connect(host: "127.0.0.1", port: http.port).get()
            for _ in 0..<2 {
                try await channel.writeAndFlush(
                    ByteBuffer(string: "GET \(Self.polling) HTTP/1.1\r\nHost: a\r\n\r\n")
                )
                #expect(await heard.next()?.hasPrefix("HTTP/1.1 200 OK") == true)
            }
            try await channel.writeAndFlush(ByteBuffer(string: SlowReader.upgrade))
            let answer = await heard.text(until: #"0{"sid""#)
            #expect(answer.hasPrefix("HTTP/1.1 101"))
            try await channel.close()
        }
    }

    @Test("a handshake in other words, with the first packet right behind it, is the same handshake")
    func otherHandshake() async throws {
        try await withEngine { _, address, _ in
            let socket = try await RawSocket.open(address)
            let request =
                "GET /socket.io/?a&EIO=4&b=c&transport=websocket HTTP/1.1\r\nHOST: a\r\nupgrade: h2c , WebSocket\r\n"
                + "Connection: keep-alive\r\nCONNECTION:\tclose,\tUPGRADE \r\nsec-websocket-version: 13\r\n"
                + "Sec-Websocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            // "40" in a frame with a mask of zeros.
            socket.send(bytes: Array(request.utf8) + [0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30])
            let answer = await socket.heard(until: #"40{"sid""#)
            #expect(answer.hasPrefix("HTTP/1.1 101"))
            #expect(answer.contains("\r\nsec-websocket-accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n"))
            try await socket.close()
        }
    }

    @Test("a body over the limit is refused before it is all there")
    func tooLarge() async throws {
        try await withEngine({ $0.maxPayload = 1_000 }) { _, _, http in
            let session = try await http.open()
            #expect(
                try await http.send(.POST, session, body: "4" + String(repeating: "a", count: 999)).status
                    != .payloadTooLarge
            )
            let other = try await http.open()
            let answer = try await http.send(.POST, other, body: "4" + String(repeating: "a", count: 1_000))
            #expect(answer.status == .payloadTooLarge)
        }
    }
}
