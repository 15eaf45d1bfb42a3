import EngineIO
import NIOCore
import NIOPosix
import SocketIO
import Testing

@Suite("Engine.IO: what the clients of one address may hold", .timeLimit(.minutes(2)))
struct AddressBudgetTests {
    private func withBudget(_ byteLimit: Int, _ body: (_ port: Int) async throws -> Void) async throws {
        // Without proxies, so that this machine's own clients count.
        let engine = EngineConfiguration(addressByteLimit: byteLimit, proxies: [])
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
        var all = ""
        while !all.contains("40{\"sid\"") { all += await heard.next() ?? "" }
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

    @Test("unfinished messages count together, and whoever goes over the budget is cut off alone")
    func unfinished() async throws {
        try await withBudget(240_000) { port in
            let text = #"420["echo","\#(String(repeating: "x", count: 99_000))"]"#
            var message = ByteBuffer(bytes: [0x81, 0xFF] + [UInt8](repeating: 0, count: 12))
            message.setInteger(UInt64(text.utf8.count), at: 2)
            message.writeString(text)
            let beginning = message.readSlice(length: 90_000) ?? ByteBuffer()
            let clients = try await (0..<3).asyncMap { _ in
                let heard = Mailbox<String>()
                return (channel: try await join(port, heard), heard: heard)
            }
            let ended = Mailbox<Void>()
            for client in clients {
                client.channel.closeFuture.whenComplete { _ in ended.put(()) }
                client.channel.writeAndFlush(beginning, promise: nil)
            }
            _ = await ended.next()
            let rest = clients.filter(\.channel.isActive)
            #expect(rest.count == 2)
            for client in rest {
                try await client.channel.writeAndFlush(message)
                var all = ""
                while !all.hasSuffix("x\"]") { all += await client.heard.next() ?? "" }
                try await client.channel.close()
            }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
