import ArgumentParser
import EngineIO
import NIOPosix
import SocketIO

/// The least that a chat server does, for measuring the library: rooms, a broadcast with the sender in it, acks.
@main
struct BenchServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-server",
        abstract: "Serve 'join {room}' and 'message {room, text}' on 127.0.0.1, for load generators."
    )

    @Option(help: "The port to listen on.")
    var port = 3000
    @Option(help: "How many event loops to use.")
    var loops = 1

    func run() async throws {
        let io = SocketIOServer(group: MultiThreadedEventLoopGroup(numberOfThreads: loops))
        let namespace = io.namespace()
        namespace.on("join") { socket, event in
            guard let room = event.arguments.first?["room"]?.string else { return }
            try socket.join(room)
            event.ack?()
        }
        namespace.on("message") { socket, event in
            guard let payload = event.arguments.first, let room = payload["room"]?.string else { return }
            socket.namespace.to(room).emit("message", payload)
            event.ack?()
        }
        try await io.run(port: port) { address in print("bench-server listens on \(address)") }
    }
}
