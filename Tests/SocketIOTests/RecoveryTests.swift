import EngineIO
import NIOCore
import SocketIO
import SocketIOClient
import Synchronization
import Testing

@Suite("Socket.IO: coming back after a lost connection", .timeLimit(.minutes(2)))
struct RecoveryTests {
    private func withRecovery(
        eventLimit: Int = 1000,
        _ body: (SocketIOServer, String) async throws -> Void
    ) async throws {
        let recovery = RecoveryConfiguration(eventLimit: eventLimit)
        try await withServer(SocketIOConfiguration(recovery: recovery)) { io, address in
            io.namespace().on("join") { socket, event in
                try socket.join(event.arguments[0].string ?? "")
                socket.state = event.arguments[0]
                event.ack?()
            }
            io.namespace().on("state") { socket, _ -> JSON in
                [
                    socket.state as? JSON ?? .null, .bool(socket.isRecovered),
                    .array(socket.rooms.sorted().map { .string($0) }),
                ]
            }
            try await body(io, address)
        }
    }

    private func guest(_ address: String) async throws -> Guest {
        try await Guest.connected(to: address) { configuration in
            configuration.reconnectionAttempts = 100
            configuration.maxReconnectionDelay = .milliseconds(20)
        }
    }

    /// Awaits the loss and the return.
    private func comeBack(_ guest: Guest) async -> Bool? {
        guard case .disconnected(isFinal: false)? = await guest.next(),
            case .connected(let isRecovered)? = await guest.next()
        else { return nil }
        return isRecovered
    }

    /// Breaks the connection and lets `meanwhile` run before the client is back.
    private func lose(_ guest: Guest, _ io: SocketIOServer, _ meanwhile: () -> Void = {}) async throws {
        let gone = Mailbox<Void>()
        io.namespace().onDisconnect { _, _ in gone.put(()) }
        await guest.client.dropConnection()
        _ = await gone.next()
        meanwhile()
    }

    @Test("rooms, state and what was missed are there again, in order, more than once in a row")
    func again() async throws {
        try await withRecovery { io, address in
            let guest = try await guest(address)
            let id = await guest.client.id
            _ = try await guest.client.call("join", "red")
            io.namespace().to("red").emit("told", 0)
            #expect(try await guest.event("told").first == 0)
            for round in 1...3 as ClosedRange<Int64> {
                try await lose(guest, io) {
                    io.namespace().to("red").emit("told", .integer(round), ["more": true])
                    io.namespace().to("blue").emit("not for you")
                    io.namespace().everyone.volatile.emit("for who is there")
                    io.namespace().emit("told", .integer(-round))
                }
                #expect(await comeBack(guest) == true)
                #expect(try await guest.event("told").first == .integer(round))
                #expect(try await guest.event("told").first == .integer(-round))
                #expect(await guest.client.id == id)
                #expect(try await guest.client.call("state") == [["red", true, ["red"]]])
            }
            await guest.client.disconnect()
        }
    }

    @Test("a client that was never sent anything recovers too")
    func nothingSent() async throws {
        try await withRecovery { io, address in
            let guest = try await guest(address)
            try await lose(guest, io) { io.namespace().emit("told", 1) }
            #expect(await comeBack(guest) == true)
            #expect(try await guest.event("told").first == 1)
            try await lose(guest, io)
            #expect(await comeBack(guest) == true)
            await guest.client.disconnect()
        }
    }

    @Test("a new connection takes over from one that the server still believes in")
    func takeover() async throws {
        try await withRecovery { io, address in
            let ends = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in ends.put(reason) }
            let old = try await RawWebSocket.open(address)
            _ = await old.next()
            try await old.send("40")
            let greeting = try JSON(parsing: ByteBuffer(string: String(await old.next()?.dropFirst(2) ?? "")))
            let pid = try #require(greeting["pid"]?.string)
            try await old.send(#"420["join","red"]"#)
            #expect(await old.next() == "430[]")
            io.namespace().to("red").emit("told", 1)
            let told = try #require(await old.next())
            let offset =
                try JSON(parsing: ByteBuffer(string: String(told.dropFirst(2)))).array?.last?.string ?? ""
            io.namespace().to("red").emit("told", 2)
            let new = try await RawWebSocket.open(address)
            _ = await new.next()
            try await new.send(#"40{"pid":"\#(pid)","offset":"\#(offset)"}"#)
            #expect(await new.next()?.contains(greeting["sid"]?.string ?? "?") == true)
            #expect(await new.next()?.hasPrefix(#"42["told",2,"#) == true)
            #expect(await ends.next() == .connection(.transportClose))
            #expect(io.namespace().socketCount == 1)
            await new.close()
        }
    }

    @Test("with a gap, with a stranger's secret or after leaving, a client begins anew")
    func notRecovered() async throws {
        try await withRecovery(eventLimit: 2) { io, address in
            let guest = try await guest(address)
            let id = await guest.client.id
            try await lose(guest, io) {
                for number in 0..<3 as Range<Int64> { io.namespace().emit("told", .integer(number)) }
            }
            #expect(await comeBack(guest) == false)
            #expect(await guest.client.id != id)
            await guest.client.disconnect()
            for auth in [["pid": "unknown", "offset": "0-0"], ["pid": 7]] as [JSON] {
                let other = try await Guest.connected(to: address) { $0.auth = auth }
                #expect(try await other.client.call("state") == [[.null, false, []]])
                await other.client.disconnect()
            }
        }
    }

    @Test("the gates of a namespace are asked again")
    func gatesAgain() async throws {
        try await withRecovery { io, address in
            let asked = Mailbox<Bool>()
            io.namespace().use { socket, _ in
                asked.put(socket.isRecovered)
                if socket.isRecovered { throw ConnectRefusal("banned meanwhile") }
            }
            let guest = try await guest(address)
            #expect(await asked.next() == false)
            try await lose(guest, io)
            #expect(await asked.next() == true)
            await guest.client.disconnect()
        }
    }

    @Test("a client that was refused finds its session when it is let in")
    func refusedOnce() async throws {
        try await withRecovery { io, address in
            let guest = try await guest(address)
            let id = await guest.client.id
            let isOpen = Atomic(false)
            let refused = Mailbox<Void>()
            io.namespace().use { _, _ in
                if !isOpen.load(ordering: .sequentiallyConsistent) {
                    refused.put(())
                    throw ConnectRefusal("not now")
                }
            }
            try await lose(guest, io) { io.namespace().emit("told", 1) }
            _ = await refused.next()
            isOpen.store(true, ordering: .sequentiallyConsistent)
            #expect(await comeBack(guest) == true)
            #expect(await guest.client.id == id)
            #expect(try await guest.event("told").first == 1)
            await guest.client.disconnect()
        }
    }

    @Test("nothing is kept of a client that goes in the moment in which it is let in")
    func goesWhenLetIn() async throws {
        try await withRecovery { io, address in
            let isGone = Mailbox<Void>()
            io.namespace().use { socket, _ in
                socket.state = Noted { isGone.put(()) }
                // Mostly after the decision, and before its effect.
                let connection = socket.connection
                connection.eventLoop.execute {
                    connection.eventLoop.execute { connection.onLoop { $0.close() } }
                }
            }
            for _ in 0..<50 {
                let link = try await RawWebSocket.open(address)
                _ = await link.next()
                try await link.send("40")
                #expect(await isGone.next() != nil)
                await link.close()
            }
        }
    }

    /// Says when nobody keeps it any more.
    private final class Noted: Sendable {
        let ended: @Sendable () -> Void

        init(ended: @escaping @Sendable () -> Void) {
            self.ended = ended
        }

        deinit { ended() }
    }

    @Test("a client whose place goes while it is let in begins anew, rather than with a gap")
    func placeLostAtTheGate() async throws {
        try await withRecovery(eventLimit: 2) { io, address in
            let guest = try await guest(address)
            let id = await guest.client.id
            io.namespace().use { socket, _ in
                guard socket.isRecovered else { return }
                for number in 0..<3 as Range<Int64> { socket.namespace.emit("told", .integer(number)) }
            }
            try await lose(guest, io)
            #expect(await comeBack(guest) == false)
            #expect(await guest.client.id != id)
            await guest.client.disconnect()
        }
    }
}
