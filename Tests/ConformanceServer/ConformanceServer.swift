import ArgumentParser
import EngineIO
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import SocketIO

/// What the official test suites of both protocols expect of the server that they run against.
@main
struct ConformanceServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance-server",
        abstract: "Serve an Engine.IO echo on /engine.io/ and Socket.IO on /socket.io/, on localhost."
    )

    @Option(help: "The port to listen on.")
    var port = 3000

    @Option(help: "The one other origin whose pages may connect; every origin where left out.")
    var origin: String?

    @Option(help: "How many milliseconds a client may take to answer a ping; the suites expect 200.")
    var pingTimeout: Int64 = 200

    @Flag(help: "Keep what clients miss while they are away, which the protocol suites do not expect.")
    var recovery = false

    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let io = SocketIOServer(
            configuration: SocketIOConfiguration(
                connectTimeout: .seconds(1),
                recovery: recovery ? RecoveryConfiguration() : nil
            ),
            group: group
        )
        for namespace in [io.namespace(), io.namespace("/custom")] {
            namespace.use { socket, auth in socket.state = auth ?? [:] }
            namespace.onConnect { socket in socket.emit("auth", socket.state as? JSON ?? [:]) }
        }
        io.namespace().on("message") { socket, event in
            socket.emit("message-back", arguments: event.arguments)
        }
        io.namespace().on("message-with-ack") { _, event in
            event.ack?(event.arguments)
        }
        serveBrowsers(io.namespace())
        var settings = EngineConfiguration(
            pingInterval: .milliseconds(300),
            pingTimeout: .milliseconds(pingTimeout),
            maxPayload: 1_000_000,
            origins: origin.map { .list([$0]) } ?? .any
        )
        let engine = EngineServer(configuration: settings, group: group, handler: io.makeHandler)
        settings.path = "/engine.io/"
        let echo = EngineServer(
            configuration: settings,
            group: group,
            handler: Echo.init,
            fallback: engine.attach
        )
        let channel = try await echo.listen(host: "localhost", port: port)
        FileHandle.standardOutput.write(
            Data("conformance-server listens on port \(channel.localAddress?.port ?? port)\n".utf8)
        )
        try await channel.closeFuture.get()
    }

    /// What the official client in a browser asks for beyond the suites.
    private func serveBrowsers(_ namespace: Namespace) {
        namespace.on("ask-back") { socket, event in
            let answer = try await socket.emitWithAck(
                "question",
                .array(event.arguments),
                timeout: .seconds(10)
            )
            socket.emit("answered", arguments: answer)
        }
        namespace.on("hang-up") { socket, _ in
            let id = socket.id
            await socket.connection.close(.shuttingDown)
            namespace.to(id).emit("missed", "while away")
        }
        namespace.on("put-out") { socket, _ in socket.disconnect() }
    }
}

/// Sends back whatever it gets.
private final class Echo: EngineHandler {
    func opened(on connection: isolated EngineConnection) {}

    func received(text: ByteBuffer, on connection: isolated EngineConnection) {
        connection.write(Frame(text: text))
    }

    func received(binary: ByteBuffer, on connection: isolated EngineConnection) {
        connection.write(Frame(binary: binary))
    }

    func closed(_ reason: CloseReason, on connection: isolated EngineConnection) {}
}
