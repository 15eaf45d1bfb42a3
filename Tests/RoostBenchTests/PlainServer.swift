import EngineIO
import NIOCore
import NIOPosix
import SocketIO

@testable import RoostBench

typealias MessageHandler = @Sendable (isolated Socket, Event) throws -> Void

/// The plan of a short run against a server of the plain dialect, while `body` runs.
///
/// `message` handles a message, where it is not to go to its whole room and be answered.
func withPlainServer(
    message: @escaping MessageHandler = deliver,
    _ body: (BenchPlan, SocketIOServer) async throws -> Void
) async throws {
    let io = SocketIOServer()
    io.namespace().on("join") { socket, event in
        try socket.join(event.room)
        event.ack?()
    }
    io.namespace().on("message", message)
    let engine = EngineServer(group: .singletonMultiThreadedEventLoopGroup, handler: io.makeHandler)
    let channel = try await engine.listen(host: "127.0.0.1", port: 0)
    var plan = BenchPlan(target: try BenchTarget("http://127.0.0.1:\(channel.localAddress?.port ?? 0)"))
    plan.dialect = .plain
    plan.connections = 6
    plan.rooms = ["one", "two"]
    plan.senders = 2
    // Without a warm-up the first messages count, however slow the machine is.
    plan.warmup = .zero
    plan.duration = .seconds(1)
    do {
        try await body(plan, io)
    } catch {
        try await channel.close()
        await engine.shutDown()
        throw error
    }
    try await channel.close()
    await engine.shutDown()
}

/// Sends the message to its room, its author included, and answers.
let deliver: MessageHandler = { socket, event in
    socket.namespace.to(event.room).emit("message", arguments: event.arguments)
    event.ack?()
}

extension Event {
    /// The room that is meant.
    var room: String { arguments.first?["room"]?.string ?? "" }
}
