import NIOCore
import SocketIO
import SocketIOClient
import Testing

@Suite("Socket.IO: events and acks", .timeLimit(.minutes(2)))
struct EventTests {
    @Test(
        "events and answers travel both ways with every kind of value",
        arguments: ClientConfiguration.Transports.allCases
    )
    func echo(transports: ClientConfiguration.Transports) async throws {
        try await withServer { io, address in
            io.namespace().on("echo") { socket, event in
                socket.emit("back", arguments: event.arguments)
                event.ack?(event.arguments)
            }
            let guest = try await Guest.connected(to: address) { $0.transports = transports }
            let values: [JSON] = [
                1, "zwei\u{1E}😀", .null, [true, .number(0.5)],
                ["nested": ["bytes": .binary(ByteBuffer(bytes: [0, 255, 30]))]],
                .binary(ByteBuffer(repeating: 7, count: 70_000)),
            ]
            let answer = try await guest.client.call(
                "echo",
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5]
            )
            #expect(answer == values)
            #expect(try await guest.event("back") == values)
            await guest.client.disconnect()
        }
    }

    @Test("a handler's result is the answer, and payloads are read as types")
    func typed() async throws {
        struct Sum: Codable, Sendable {
            let a: Int
            let b: Int
        }
        try await withServer { io, address in
            let namespace = io.namespace()
            namespace.on("add", as: Sum.self) { _, sum in sum.a + sum.b }
            namespace.on("greet") { _, event -> JSON in ["hello": event.arguments.first ?? .null] }
            let guest = try await Guest.connected(to: address)
            #expect(try await guest.client.call("add", ["a": 2, "b": 3]) == [5])
            #expect(try await guest.client.call("greet", "ada") == [["hello": "ada"]])
            await guest.client.disconnect()
        }
    }

    @Test("events of one client are handled in order, also where handlers await")
    func order() async throws {
        try await withServer { io, address in
            let seen = Mailbox<JSON>()
            io.namespace().on("now") { _, event in seen.put(event.arguments[0]) }
            io.namespace().on("later") { _, event in
                seen.put(event.arguments[0])
                await Task.yield()
            }
            let guest = try await Guest.connected(to: address)
            for number in 0..<100 {
                try await guest.client.emit(number % 3 == 0 ? "later" : "now", .integer(Int64(number)))
            }
            for number in 0..<100 { #expect(await seen.next() == .integer(Int64(number))) }
            await guest.client.disconnect()
        }
    }

    @Test("the server asks a client, and gives up in time, or when the client goes")
    func serverAsks() async throws {
        try await withServer { io, address in
            let results = Mailbox<Result<[JSON], AckError>>()
            io.namespace().on("ask me") { socket, event in
                let timeout = TimeAmount.milliseconds(event.arguments[0].integer ?? 0)
                do throws(AckError) {
                    results.put(.success(try await socket.emitWithAck("question", 42, timeout: timeout)))
                } catch {
                    results.put(.failure(error))
                }
            }
            let guest = try await Guest.connected(to: address)
            try await guest.client.emit("ask me", 60_000)
            guard case .event("question", [42], let reply?)? = await guest.next() else {
                Issue.record("no question")
                return
            }
            try await reply("answer", 1)
            #expect(await results.next() == .success(["answer", 1]))
            try await guest.client.emit("ask me", 1)
            #expect(await results.next() == .failure(.timeout))
            try await guest.client.emit("ask me", 60_000)
            _ = try await guest.event("question")
            _ = try await guest.event("question")
            await guest.client.disconnect()
            #expect(await results.next() == .failure(.disconnected))
        }
    }

    @Test("what a handler throws goes to the error handler, and the client lives on")
    func errors() async throws {
        struct Broken: Error {}
        try await withServer { io, address in
            let namespace = io.namespace()
            namespace.on("break now") { _, _ in throw Broken() }
            namespace.on("break later") { _, _ in
                await Task.yield()
                throw Broken()
            }
            namespace.onError { _, error, event in event?.ack?(["failed": .string("\(error)")]) }
            namespace.onAny { _, event in event.ack?(["unknown": .string(event.name)]) }
            let guest = try await Guest.connected(to: address)
            #expect(try await guest.client.call("break now") == [["failed": "Broken()"]])
            #expect(try await guest.client.call("break later") == [["failed": "Broken()"]])
            #expect(try await guest.client.call("what") == [["unknown": "what"]])
            await guest.client.disconnect()
        }
    }

    @Test("a check before each event may keep it from its handler")
    func checkBefore() async throws {
        struct NotYou: Error {}
        try await withServer { io, address in
            let namespace = io.namespace()
            namespace.before { _, event in if event.name == "secret" { throw NotYou() } }
            namespace.onAny { _, event in event.ack?("done") }
            namespace.onError { _, _, event in event?.ack?("refused") }
            let guest = try await Guest.connected(to: address)
            #expect(try await guest.client.call("secret") == ["refused"])
            #expect(try await guest.client.call("open") == ["done"])
            await guest.client.disconnect()
        }
    }
}
