import EngineIO
import NIOCore
import NIOPosix
import SocketIO
import Testing

@Suite("Engine.IO: what the clients of one address may hold", .timeLimit(.minutes(2)))
struct AddressBudgetTests {
    private func withBudget(_ byteLimit: Int, _ body: (_ port: Int) async throws -> Void) async throws {
        // Without proxies, so that this machine's own clients count.
        let engine = EngineConfiguration(addressByteLimit: byteLimit, isProxy: { _ in false })
        try await withServer(engine: engine) { io, address in
            io.namespace().on("echo") { _, event in event.ack?(event.arguments) }
            try await body(Int(address.split(separator: ":").last ?? "") ?? 0)
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
        try await withBudget(20_000) { port in
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
        try await withBudget(20_000) { port in
            let open = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n"
            let socket = try await RawSocket.open("http://127.0.0.1:\(port)")
            socket.send(open)
            let greeting = await socket.heard(until: "maxPayload")
            let sid = try #require(greeting.firstRange(of: #""sid":""#)).upperBound
            socket.send(open)
            #expect(await socket.heard(until: "\r\n\r\n").contains(" 503 "))
            socket.send(
                "POST /socket.io/?EIO=4&transport=polling&sid=\(greeting[sid...].prefix(21)) HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Length: 1\r\n\r\n1"
            )
            #expect(await socket.heard(until: "ok").contains(" 200 "))
            socket.send(open)
            #expect(await socket.heard(until: "maxPayload").contains(" 200 "))
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

    @Test("unfinished messages count together, and whoever goes over the budget is cut off alone")
    func unfinished() async throws {
        let ping = ByteBuffer(bytes: [0x89, 0x80, 0, 0, 0, 0])
        try await withBudget(240_000) { port in
            var members: [(channel: any Channel, heard: Mailbox<String>)] = []
            for _ in 0..<2 {
                let heard = Mailbox<String>()
                let channel = try await join(port, heard)
                // The beginning of a message; the answer to the ping says that it was read.
                try await channel.writeAndFlush(
                    frame(0x01, #"420["echo",""# + String(repeating: "x", count: 90_000))
                )
                try await channel.writeAndFlush(ping)
                _ = await heard.next()
                members.append((channel, heard))
            }
            let third = try await join(port, Mailbox())
            third.writeAndFlush(frame(0x01, "4" + String(repeating: "x", count: 90_000)), promise: nil)
            try await third.closeFuture.get()
            for member in members {
                try await member.channel.writeAndFlush(frame(0x80, #"end"]"#))
                #expect(await member.heard.text(until: #"end"]"#).contains("xxx"))
                try await member.channel.close()
            }
        }
    }
}
