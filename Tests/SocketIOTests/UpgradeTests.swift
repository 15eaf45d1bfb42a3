import EngineIO
import NIOCore
import NIOHTTP1
import SocketIO
import Testing

@testable import SocketIOClient

@Suite("Engine.IO: going on by WebSocket", .timeLimit(.minutes(2)))
struct UpgradeTests {
    private static let path = "/socket.io/?EIO=4&transport="

    /// A session by long-polling.
    private struct Session: Sendable {
        let address: String
        let id: String

        static func open(_ address: String) async throws -> Session {
            let greeting = try await request(.GET, "polling", address).body
            let start = try #require(greeting.firstRange(of: #""sid":""#))
            return Session(address: address, id: String(greeting[start.upperBound...].prefix(21)))
        }

        static func request(_ method: HTTPMethod, _ query: String, _ address: String, body: String? = nil)
            async throws -> HTTPExchange.Answer
        {
            let port = Int(address.split(separator: ":").last ?? "") ?? 0
            return try await HTTPExchange.send(method, path + query, to: ("127.0.0.1", port), body: body)
        }

        func get() async throws -> String {
            try await Self.request(.GET, "polling&sid=\(id)", address).body
        }

        func post(_ body: String) async throws {
            let answer = try await Self.request(.POST, "polling&sid=\(id)", address, body: body)
            #expect(answer.status == .ok)
        }

        func webSocket() async throws -> RawWebSocket {
            try await RawWebSocket.open(address, query: "EIO=4&transport=websocket&sid=\(id)")
        }
    }

    /// A server that sends back what it is told, and hangs up where it is asked to; and somebody who is in the namespace.
    private func withSession(
        _ change: (inout EngineConfiguration) -> Void = { _ in },
        _ body: (_ session: Session) async throws -> Void
    ) async throws {
        var engine = EngineConfiguration.patient
        change(&engine)
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { socket, event in socket.emit("back", arguments: event.arguments) }
            io.namespace().on("go") { socket, _ in
                socket.emit("last words")
                socket.disconnect(closing: true)
            }
            let session = try await Session.open(address)
            try await session.post("40")
            // A ping may come first.
            while try await !session.get().contains("40{"), !Task.isCancelled {}
            try await body(session)
        }
    }

    @Test("what was sent while the client changed over comes first, in its order, however much it is")
    func backlog() async throws {
        try await withSession { session in
            let link = try await session.webSocket()
            try await link.send("2probe")
            #expect(await link.next() == "3probe")
            #expect(try await session.get() == "6")
            // More than is joined for one write.
            let texts = (1...4).map { "\"\($0)" + String(repeating: "x", count: 40_000) + "\"" }
            for text in texts { try await session.post("42[\"echo\",\(text)]") }
            try await link.send("5", #"42["echo","last"]"#)
            for text in texts { #expect(await link.next() == "42[\"back\",\(text)]") }
            #expect(await link.next() == #"42["back","last"]"#)
            await link.close()
        }
    }

    @Test("a WebSocket that goes, or says something else, before it took over leaves the session as it was")
    func givenUp() async throws {
        try await withSession({ ($0.pingInterval, $0.pingTimeout) = (.milliseconds(200), .minutes(2)) }) {
            session in
            let socket = try await RawSocket.open(session.address)
            let query = "transport=websocket&sid=\(session.id)"
            socket.send(SlowReader.upgrade.replacing("transport=websocket", with: query))
            #expect(await socket.heard(until: "\r\n\r\n").hasPrefix("HTTP/1.1 101"))
            try await socket.close()
            var link: RawWebSocket
            var answer: String?
            repeat {
                // Until the server has seen that the socket is gone.
                link = try await session.webSocket()
                try await link.send("2probe")
                answer = await link.next()
            } while answer == nil && !Task.isCancelled
            #expect(answer == "3probe")
            try await link.send(bytes: ByteBuffer(bytes: [1]))
            #expect(await link.next() == nil)
            for _ in 0..<3 {
                try await session.post("3")
                // Its requests wait again: nothing but pings ends them.
                #expect(Set(try await session.get().split(separator: "\u{1E}")) == ["2"])
            }
        }
    }

    @Test("a session that the server has ended does not go on by WebSocket, and its last words are told")
    func ended() async throws {
        try await withSession { session in
            try await session.post(#"42["go"]"#)
            let late = try await session.webSocket()
            try await late.send("2probe")
            #expect(await late.next() == nil)
            #expect(try await session.get() == "42[\"last words\"]\u{1E}1")
        }
        try await withSession { session in
            let link = try await session.webSocket()
            try await link.send("2probe")
            #expect(await link.next() == "3probe")
            try await session.post(#"42["go"]"#)
            try await link.send("5")
            #expect(await link.next() == nil)
        }
    }

    @Test(
        "a server offers the transports of its settings, and takes no other",
        arguments: [
            ([.polling], true, "polling", nil), ([.polling], true, "websocket", 0),
            ([.webSocket], true, "polling", 0), ([.polling, .webSocket], false, "polling", nil),
        ] as [(Set<TransportName>, Bool, String, Int?)]
    )
    func offered(transports: Set<TransportName>, upgrades: Bool, asked: String, code: Int?) async throws {
        var engine = EngineConfiguration.patient
        (engine.transports, engine.allowUpgrades) = (transports, upgrades)
        try await withServer(engine: engine) { _, address in
            let answer = try await Session.request(.GET, asked, address)
            if let code {
                #expect(answer.status == .badRequest && answer.body.contains(#""code":\#(code),"#))
            } else {
                #expect(answer.body.contains(#""upgrades":[]"#))
            }
        }
    }

    @Test("where nobody may go on by WebSocket, who tries all the same is refused, and stays")
    func notAllowed() async throws {
        try await withSession({ $0.allowUpgrades = false }) { session in
            let socket = try await RawSocket.open(session.address)
            let query = "transport=websocket&sid=\(session.id)"
            socket.send(SlowReader.upgrade.replacing("transport=websocket", with: query))
            #expect(await socket.heard(until: "}").hasPrefix("HTTP/1.1 400"))
            try await socket.close()
            try await session.post(#"42["echo",1]"#)
            #expect(try await session.get() == #"42["back",1]"#)
        }
    }
}
