import NIOCore
import SocketIO
import SocketIOClient
import Testing

@Suite("Socket.IO: rooms and broadcasts", .timeLimit(.minutes(2)))
struct BroadcastTests {
    /// Three guests: ada in "red", ben in "red" and "blue", cleo in "blue"; each knows how to say who is who.
    private func withThree(_ body: (SocketIOServer, [Guest]) async throws -> Void) async throws {
        try await withServer { io, address in
            let namespace = io.namespace()
            namespace.on("join") { socket, event in
                for room in event.arguments { try socket.join(room.string ?? "") }
                event.ack?()
            }
            namespace.on("leave") { socket, event in
                socket.leave(event.arguments[0].string ?? "")
                event.ack?()
            }
            namespace.on("tell others") { socket, event in socket.broadcast.emit("told", event.arguments[0]) }
            namespace.on("tell red others") { socket, event in
                socket.to("red").emit("told", event.arguments[0])
            }
            namespace.on("answer") { _, _ in }
            var guests: [Guest] = []
            for rooms in [["red"], ["red", "blue"], ["blue"]] as [[JSON]] {
                let guest = try await Guest.connected(to: address)
                _ = try await guest.client.call("join", rooms[0], rooms.count > 1 ? rooms[1] : rooms[0])
                guests.append(guest)
            }
            try await body(io, guests)
            for guest in guests { await guest.client.disconnect() }
        }
    }

    /// Whether exactly `members` of `guests` hear the next event, which `emit` sends before one for all.
    private func expect(
        _ members: [Int],
        of guests: [Guest],
        _ io: SocketIOServer,
        _ emit: () async throws -> Void
    ) async throws {
        try await emit()
        // Sent behind it on every event loop, so that whoever did not get the first sees only this.
        io.namespace().emit("mark")
        for (index, guest) in guests.enumerated() {
            if members.contains(index) { _ = try await guest.event("told") }
            _ = try await guest.event("mark")
        }
    }

    @Test("each audience is who it says, each of them once")
    func audiences() async throws {
        try await withThree { io, guests in
            let all = io.namespace()
            try await expect([0, 1, 2], of: guests, io) { all.emit("told") }
            try await expect([0, 1], of: guests, io) { all.to("red").emit("told") }
            try await expect([0, 1, 2], of: guests, io) { all.to("red", "blue").emit("told") }
            try await expect([0], of: guests, io) { all.to("red").except("blue").emit("told") }
            try await expect([2], of: guests, io) { all.except("red").local.emit("told") }
            try await expect([], of: guests, io) { all.to("green").emit("told") }
            let ben = await guests[1].client.id ?? ""
            try await expect([1], of: guests, io) { all.to(ben).emit("told") }
            try await expect([0, 2], of: guests, io) { all.except(ben).emit("told") }
            try await expect([0, 1, 2], of: guests, io) { all.everyone.volatile.emit("told") }
        }
    }

    @Test("a client tells the others, not itself")
    func others() async throws {
        try await withThree { _, guests in
            try await guests[0].client.emit("tell others", 1)
            #expect(try await guests[1].event("told") == [1])
            #expect(try await guests[2].event("told") == [1])
            try await guests[0].client.emit("tell red others", 2)
            #expect(try await guests[1].event("told") == [2])
            try await guests[1].client.emit("tell others", 3)
            #expect(try await guests[0].event("told") == [3])
            #expect(try await guests[2].event("told") == [3])
        }
    }

    @Test("who left a room hears nothing more from it")
    func leaving() async throws {
        try await withThree { io, guests in
            _ = try await guests[0].client.call("leave", "red")
            try await expect([1], of: guests, io) { io.namespace().to("red").emit("told") }
            io.namespace().close(room: "blue")
            while try await !io.namespace().to("blue").sockets().isEmpty {}
            try await expect([], of: guests, io) { io.namespace().to("blue").emit("told") }
        }
    }

    @Test("the sockets of a room can be listed, moved and disconnected")
    func administration() async throws {
        try await withThree { io, guests in
            let red = try await io.namespace().to("red").sockets()
            let (ada, ben) = (await guests[0].client.id, await guests[1].client.id)
            #expect(Set(red.map(\.id)) == Set([ada, ben].compactMap { $0 }))
            #expect(red.first { $0.id == ben }.map { Set($0.rooms) } == ["red", "blue"])
            io.namespace().to("red").join("green")
            while try await io.namespace().to("green").sockets().count < 2 {}
            try await expect([0, 1], of: guests, io) { io.namespace().to("green").emit("told") }
            io.namespace().to("blue").disconnect()
            await guests[1].end()
            await guests[2].end()
            #expect(try await io.namespace().everyone.sockets().map(\.id) == [ada])
        }
    }

    @Test("a broadcast gathers the answers that come in time")
    func answers() async throws {
        try await withThree { io, guests in
            async let gathered = io.namespace().to("red", "blue").emitWithAck(
                "question",
                timeout: .seconds(60)
            )
            for (index, guest) in guests.enumerated() {
                guard case .event("question", [], let reply?)? = await guest.next() else {
                    Issue.record("no question")
                    return
                }
                if index < 2 {
                    try await reply(.integer(Int64(index)))
                } else {
                    await guest.client.disconnect()
                }
            }
            let result = try await gathered
            #expect(result.missing == 1)
            #expect(Set(result.answers.compactMap { $0.first?.integer }) == [0, 1])
        }
    }

    @Test("who joins rooms on its way in hears what is sent there once it is in, and is not asked before")
    func joinedAtTheGate() async throws {
        try await withServer { io, address in
            let atTheGate = Mailbox<(Socket, CheckedContinuation<Void, Never>)>()
            io.namespace().use { socket, _ in
                for room in ["red", "blue"] { try socket.join(room) }
                await withCheckedContinuation { atTheGate.put((socket, $0)) }
            }
            async let guest = Guest.connected(to: address)
            let (socket, gate) = try #require(await atTheGate.next())
            let asked = try await io.namespace().to("red").emitWithAck("question", timeout: .seconds(60))
            #expect(asked.answers.isEmpty && asked.missing == 0)
            #expect(try await io.namespace().to("red").sockets().isEmpty)
            await #expect(throws: AckError.disconnected) {
                _ = try await socket.emitWithAck("question", timeout: .seconds(60))
            }
            io.namespace().to("red").volatile.emit("told", 0)
            io.namespace().to("blue").emit("told", 1)
            io.namespace().to("red", "blue").emit("told", 2)
            io.namespace().to("red").emit("told", 3)
            // It has what was sent before, and is out of one of the rooms before it is in.
            _ = await socket.rooms
            await socket.leave("blue")
            gate.resume()
            let inside = try await guest
            #expect(try await inside.event("told") == [2])
            #expect(try await inside.event("told") == [3])
            async let answers = io.namespace().to("red").emitWithAck("question", timeout: .seconds(60))
            guard case .event("question", [], let reply?)? = await inside.next() else {
                Issue.record("no question")
                return
            }
            try await reply("answer")
            #expect(try await answers.answers == [["answer"]])
            await inside.client.disconnect()
        }
    }

    @Test("a client for whom too much comes while it is let in is cut off")
    func heldAtTheGate() async throws {
        try await withServer(SocketIOConfiguration(connectTimeout: .minutes(10))) { io, address in
            let atTheGate = Mailbox<CheckedContinuation<Void, Never>>()
            io.namespace().use { socket, _ in
                try socket.join("red")
                await withCheckedContinuation { atTheGate.put($0) }
            }
            let link = try await RawWebSocket.open(address)
            #expect(await link.next()?.first == "0")
            try await link.send("40")
            let gate = try #require(await atTheGate.next())
            for _ in 0...1_000 { io.namespace().to("red").emit("told") }
            #expect(await link.next() == nil)
            gate.resume()
        }
    }

    @Test("who is gone joins no room any more")
    func joinedTooLate() async throws {
        try await withServer { io, address in
            let rooms = Mailbox<Set<String>>()
            io.namespace().onDisconnect { socket, _ in
                // As a handler does that awaited something meanwhile.
                try? socket.join("red")
                rooms.put(socket.rooms)
            }
            let guest = try await Guest.connected(to: address)
            await guest.client.disconnect()
            #expect(await rooms.next() == [])
            #expect(try await io.namespace().to("red").sockets().isEmpty)
        }
    }

    @Test("a socket is in no more rooms than it may be")
    func roomLimit() async throws {
        try await withServer(SocketIOConfiguration(roomLimit: 2)) { io, address in
            io.namespace().on("join") { socket, event -> JSON in
                do {
                    try socket.join(event.arguments[0].string ?? "")
                    return true
                } catch {
                    return false
                }
            }
            let guest = try await Guest.connected(to: address)
            for (room, isIn) in [("a", true), ("b", true), ("a", true), ("c", false)] as [(JSON, JSON)] {
                #expect(try await guest.client.call("join", room) == [isIn])
            }
            await guest.client.disconnect()
        }
    }
}
