import EngineIO
import NIOCore
import SocketIO
import SocketIOClient
import Testing

@Suite("Socket.IO: coming in and going", .timeLimit(.minutes(2)))
struct NamespaceTests {
    @Test("a gate sees what the client sends along, and may refuse with a reason")
    func gate() async throws {
        try await withServer { io, address in
            io.namespace().use { socket, auth in
                guard auth?["token"] != "quiet" else { throw ConnectRefusal("No.") }
                guard auth?["token"] == "open sesame" else {
                    throw ConnectRefusal("No.", details: ["code": "unauthorized"])
                }
                socket.state = auth
            }
            io.namespace().on("who") { socket, _ -> JSON in socket.state as? JSON ?? .null }
            await #expect(throws: ClientError.connectError("No.", ["code": "unauthorized"])) {
                _ = try await Guest.connected(to: address) { $0.auth = ["token": "wrong"] }
            }
            let link = try await RawWebSocket.open(address)
            try await link.send(#"40{"token":"quiet"}"#)
            #expect(await link.next()?.first == "0")
            #expect(await link.next() == #"44{"message":"No."}"#)
            await link.close()
            let guest = try await Guest.connected(to: address) { $0.auth = ["token": "open sesame"] }
            #expect(try await guest.client.call("who") == [["token": "open sesame"]])
            await guest.client.disconnect()
        }
    }

    @Test("namespaces keep their events apart; one that is not there is refused")
    func apart() async throws {
        try await withServer { io, address in
            io.namespace("/a").on("where") { socket, _ -> JSON in .string(socket.namespace.name) }
            io.namespace("/b").on("where") { socket, _ -> JSON in .string(socket.namespace.name) }
            let (a, b) = (
                try await Guest.connected(to: address, namespace: "/a"),
                try await Guest.connected(to: address, namespace: "/b")
            )
            #expect(try await a.client.call("where") == ["/a"])
            #expect(try await b.client.call("where") == ["/b"])
            io.namespace("/a").emit("only a")
            io.namespace("/b").emit("only b")
            _ = try await a.event("only a")
            _ = try await b.event("only b")
            await #expect(throws: ClientError.connectError("Invalid namespace", nil)) {
                _ = try await Guest.connected(to: address, namespace: "/c")
            }
            await a.client.disconnect()
            await b.client.disconnect()
        }
    }

    @Test("namespaces made by a pattern live from their first client to their last")
    func pattern() async throws {
        try await withServer { io, address in
            let made = Mailbox<String>()
            io.namespaces(where: { $0.hasPrefix("/game-") }) { namespace in
                made.put(namespace.name)
                namespace.on("name") { socket, _ -> JSON in .string(socket.namespace.name) }
            }
            for _ in 0..<2 {
                let guest = try await Guest.connected(to: address, namespace: "/game-7")
                #expect(await made.next() == "/game-7")
                let other = try await Guest.connected(to: address, namespace: "/game-7")
                #expect(try await other.client.call("name") == ["/game-7"])
                let gone = Mailbox<Void>()
                io.namespace("/game-7").onDisconnect { socket, _ in
                    if socket.namespace.socketCount == 0 { gone.put(()) }
                }
                await guest.client.disconnect()
                await other.client.disconnect()
                _ = await gone.next()
            }
        }
    }

    @Test("what is done when a client is in is done in the order in which it was added")
    func greetings() async throws {
        try await withServer { io, address in
            io.namespace().onConnect { socket in socket.emit("first") }
            io.namespace().onConnect { socket in
                await Task.yield()
                socket.emit("second")
                throw ConnectRefusal("too late")
            }
            io.namespace().onConnect { socket in socket.emit("third") }
            let guest = try await Guest.connected(to: address)
            for name in ["first", "second", "third"] { _ = try await guest.event(name) }
            await guest.client.disconnect()
        }
    }

    @Test("the end of a client is told once, with its reason")
    func reasons() async throws {
        try await withServer { io, address in
            let ends = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in ends.put(reason) }
            io.namespace().on("leave me") { socket, _ in socket.disconnect() }
            io.namespace().on("hang up") { socket, _ in socket.disconnect(closing: true) }
            var guest = try await Guest.connected(to: address)
            await guest.client.disconnect()
            #expect(await ends.next() == .clientLeft)
            guest = try await Guest.connected(to: address)
            await guest.client.dropConnection()
            #expect(await ends.next() == .connection(.transportClose))
            for (event, reason) in [
                ("leave me", DisconnectReason.serverLeft), ("hang up", .connection(.forcedClose)),
            ] {
                guest = try await Guest.connected(to: address)
                try await guest.client.emit(event)
                #expect(await ends.next() == reason)
                await guest.end()
            }
        }
    }

    @Test("a client that was taken out of a namespace may come in again on the same connection")
    func comesInAgain() async throws {
        try await withServer { io, address in
            io.namespace().on("leave me") { socket, _ in socket.disconnect() }
            let link = try await RawWebSocket.open(address)
            _ = await link.next()
            for _ in 0..<2 {
                try await link.send("40")
                #expect(await link.next()?.hasPrefix("40{") == true)
                try await link.send(#"42["leave me"]"#)
                #expect(await link.next() == "41")
            }
            await link.close()
        }
    }

    @Test("a client that is being let in keeps the namespace that a pattern made for it")
    func patternAtTheGate() async throws {
        try await withServer { io, address in
            let (atTheGate, made) = (Mailbox<CheckedContinuation<Void, Never>>(), Mailbox<Namespace>())
            io.namespaces(where: { $0 == "/game" }) { namespace in
                made.put(namespace)
                namespace.use { _, auth in
                    if auth?["slowly"] == true { await withCheckedContinuation { atTheGate.put($0) } }
                }
            }
            let first = try await Guest.connected(to: address, namespace: "/game")
            async let second = Guest.connected(to: address, namespace: "/game") { $0.auth = ["slowly": true] }
            let gate = try #require(await atTheGate.next())
            let gone = Mailbox<Void>()
            let namespace = try #require(await made.next())
            namespace.onDisconnect { _, _ in gone.put(()) }
            await first.client.disconnect()
            _ = await gone.next()
            gate.resume()
            let guest = try await second
            #expect(io.namespace("/game") === namespace)
            await guest.client.disconnect()
        }
    }

    @Test("what a gate noted of a client that goes while it is let in is given up")
    func goesAtTheGate() async throws {
        try await withServer { io, address in
            let (atTheGate, isGone) = (Mailbox<CheckedContinuation<Void, Never>>(), Mailbox<Void>())
            io.namespace().use { socket, _ in
                socket.state = Noted(socket: socket) { isGone.put(()) }
                await withCheckedContinuation { atTheGate.put($0) }
            }
            let link = try await RawWebSocket.open(address)
            _ = await link.next()
            try await link.send("40")
            let gate = try #require(await atTheGate.next())
            try await link.send("41")
            await link.close()
            gate.resume()
            #expect(await isGone.next() != nil)
        }
    }

    @Test(
        "what a gate noted of a client is given up when it has gone, and not before the handlers of its end"
    )
    func noteEnds() async throws {
        try await withServer { io, address in
            let (isNoted, isGone) = (Mailbox<Bool>(), Mailbox<Void>())
            io.namespace().use { socket, _ in socket.state = Noted(socket: socket) { isGone.put(()) } }
            io.namespace().onDisconnect { socket, _ in isNoted.put(socket.state is Noted) }
            let guest = try await Guest.connected(to: address)
            await guest.client.disconnect()
            #expect(await isNoted.next() == true)
            #expect(await isGone.next() != nil)
        }
    }

    /// Holds its socket, as what servers keep of a client does.
    private final class Noted: Sendable {
        let socket: Socket
        let ended: @Sendable () -> Void

        init(socket: Socket, ended: @escaping @Sendable () -> Void) {
            self.socket = socket
            self.ended = ended
        }

        deinit { ended() }
    }

    @Test("what a client sends when the server has just taken it out is handled no more")
    func afterTheEnd() async throws {
        try await withServer { io, address in
            io.namespace().on("leave") { socket, _ in socket.disconnect() }
            io.namespace().on("say") { socket, event in socket.emit("said", arguments: event.arguments) }
            let link = try await RawWebSocket.open(address)
            try await link.send("40", #"42["leave"]"#, #"42["say",1]"#, "40", #"42["say",2]"#)
            #expect(await link.next()?.first == "0")
            #expect(await link.next()?.hasPrefix("40{") == true)
            #expect(await link.next() == "41")
            #expect(await link.next()?.hasPrefix("40{") == true)
            #expect(await link.next() == #"42["said",2]"#)
            await link.close()
        }
    }

    @Test("a client that joins nothing is cut off")
    func connectTimeout() async throws {
        let configuration = SocketIOConfiguration(connectTimeout: .seconds(1))
        try await withServer(configuration) { _, address in
            var (link, greeting): (RawWebSocket, String?)
            repeat {
                // A client of NIO's that finds the end together with the answer to its handshake does not see the rest.
                link = try await RawWebSocket.open(address)
                greeting = await link.next()
            } while greeting == nil
            #expect(greeting?.first == "0")
            #expect(await link.next() == nil)
        }
    }
}
