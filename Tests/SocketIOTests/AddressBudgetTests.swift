import EngineIO
import NIOCore
import NIOPosix
import SocketIO
import Testing

@Suite("Engine.IO: what the clients of one address may hold", .timeLimit(.minutes(2)))
struct AddressBudgetTests {
    private func withBudget(
        _ byteLimit: Int,
        _ body: (_ io: SocketIOServer, _ port: Int) async throws -> Void
    ) async throws {
        // Without proxies, so that this machine's own clients count.
        let engine = EngineConfiguration(addressByteLimit: byteLimit, isProxy: { _ in false })
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { _, event in event.ack?(event.arguments) }
            try await body(io, Int(address.split(separator: ":").last ?? "") ?? 0)
        }
    }

    private func connect(_ port: Int, _ heard: Mailbox<String>) async throws -> any Channel {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { $0.pipeline.addHandler(Listener(heard)) }
            .connect(host: "127.0.0.1", port: port).get()
    }

    /// A WebSocket of somebody who is in the namespace.
    private func join(_ port: Int, _ heard: Mailbox<String>) async throws -> any Channel {
        let channel = try await connect(port, heard)
        try await channel.writeAndFlush(ByteBuffer(string: SlowReader.upgrade))
        try await channel.writeAndFlush(ByteBuffer(bytes: [0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]))
        _ = await heard.text(until: "40{\"sid\"")
        return channel
    }

    @Test("no more sockets than the budget has room for")
    func sockets() async throws {
        try await withBudget(20_000) { _, port in
            let heard = Mailbox<String>()
            let first = try await join(port, heard)
            let second = try await join(port, heard)
            try await connect(port, heard).closeFuture.get()
            #expect(first.isActive && second.isActive)
            try await first.close()
            try await second.close()
        }
    }

    @Test("long-polling sessions count, however many come over one socket, until they end")
    func sessions() async throws {
        try await withBudget(20_000) { io, port in
            // Also where the application still has what it noted of them.
            let noted = Mailbox<Socket>()
            io.namespace().onConnect { socket in noted.put(socket) }
            let open = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n"
            let socket = try await RawSocket.open("http://127.0.0.1:\(port)")
            socket.send(open)
            let greeting = await socket.heard(until: "maxPayload")
            let sid = try #require(greeting.firstRange(of: #""sid":""#)).upperBound
            socket.send(open)
            #expect(await socket.heard(until: "\r\n\r\n").contains(" 503 "))
            for packet in ["40", "1"] {
                socket.send(
                    "POST /socket.io/?EIO=4&transport=polling&sid=\(greeting[sid...].prefix(21)) HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Length: \(packet.utf8.count)\r\n\r\n\(packet)"
                )
                #expect(await socket.heard(until: "ok").contains(" 200 "))
            }
            socket.send(open)
            #expect(await socket.heard(until: "maxPayload").contains(" 200 "))
            try await socket.close()
        }
    }

    @Test("a session counts with the header of its request, which is kept")
    func headers() async throws {
        try await withBudget(100_000) { _, port in
            let field = "X: " + String(repeating: "x", count: 6_000) + "\r\n"
            let open = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\(field)\(field)\r\n"
            let socket = try await RawSocket.open("http://127.0.0.1:\(port)")
            for _ in 0..<4 {
                socket.send(open)
                #expect(await socket.heard(until: "maxPayload").contains(" 200 "))
            }
            socket.send(open)
            #expect(await socket.heard(until: "\r\n\r\n").contains(" 503 "))
            try await socket.close()
        }
    }

    @Test("what waits for a client that does not ask for it counts")
    func backlog() async throws {
        try await withBudget(60_000) { io, port in
            let gone = Mailbox<DisconnectReason>()
            io.namespace().onDisconnect { _, reason in gone.put(reason) }
            io.namespace().onConnect { socket in
                for _ in 0..<30 { socket.emit("flood", .string(String(repeating: "x", count: 3_000))) }
            }
            io.namespace().on("more") { socket, _ in socket.emit("more") }
            let socket = try await RawSocket.open("http://127.0.0.1:\(port)")
            socket.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n")
            let greeting = await socket.heard(until: "maxPayload")
            let sid = try #require(greeting.firstRange(of: #""sid":""#)).upperBound
            for packet in ["40", #"42["more"]"#] {
                socket.send(
                    "POST /socket.io/?EIO=4&transport=polling&sid=\(greeting[sid...].prefix(21)) HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Length: \(packet.utf8.count)\r\n\r\n\(packet)"
                )
                #expect(await socket.heard(until: "ok").contains(" 200 "))
            }
            #expect(await gone.next() == .connection(.slowClient))
            try await socket.close()
        }
    }

    /// A frame as a client sends it, masked with zeros.
    private func frame(_ head: UInt8, _ payload: String) -> ByteBuffer {
        var bytes = ByteBuffer(bytes: [head, 0xFF])
        bytes.writeInteger(UInt64(payload.utf8.count))
        bytes.writeInteger(0 as UInt32)
        bytes.writeString(payload)
        return bytes
    }

    @Test(
        "unfinished messages count together, and whoever goes over the budget is cut off alone",
        arguments: [false, true]
    )
    func unfinished(isAttachment: Bool) async throws {
        let ping = ByteBuffer(bytes: [0x89, 0x80, 0, 0, 0, 0])
        let parts = #"{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}"#
        // An attachment counts twice for a moment.
        try await withBudget(isAttachment ? 290_000 : 240_000) { _, port in
            /// The beginning of a message of 90 KB.
            func beginning() -> ByteBuffer {
                let bytes = String(repeating: "x", count: 90_000)
                guard isAttachment else { return frame(0x01, #"420["echo",""# + bytes) }
                var frames = frame(0x81, "452-0[\"echo\",\(parts)]")
                frames.writeImmutableBuffer(frame(0x82, bytes))
                return frames
            }
            let end = isAttachment ? frame(0x82, "end") : frame(0x80, #"end"]"#)
            var members: [(channel: any Channel, heard: Mailbox<String>)] = []
            for _ in 0..<2 {
                let heard = Mailbox<String>()
                let channel = try await join(port, heard)
                // The answer to the ping says that it was read.
                try await channel.writeAndFlush(beginning())
                try await channel.writeAndFlush(ping)
                _ = await heard.next()
                members.append((channel, heard))
            }
            let third = try await join(port, Mailbox())
            third.writeAndFlush(beginning(), promise: nil)
            try await third.closeFuture.get()
            for member in members {
                try await member.channel.writeAndFlush(end)
                #expect(await member.heard.text(until: "end").contains("xxx"))
                try await member.channel.close()
            }
        }
    }
}
