import ArgumentParser
import Foundation
import NIOCore
import SocketIO

/// Every feature of the library behind an event of its own, for clients that other projects wrote.
@main
struct FeatureServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feature-server",
        abstract: "Serve what Tests/Interop/test_features.py asks for, on 127.0.0.1."
    )

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    func run() async throws {
        let io = SocketIOServer()
        let home = io.namespace()
        answers(home)
        rooms(home)
        audiences(home)
        errors(home)
        admission(io)
        io.namespaces(where: { $0.hasPrefix("/game-") }) { game in
            game.on("where") { socket, _ -> String in socket.namespace.name }
        }
        try await io.run(port: port) { address in
            // Not `print`, which keeps a line for a pipe to itself.
            FileHandle.standardOutput.write(
                Data("feature-server listens on port \(address.port ?? port)\n".utf8)
            )
        }
    }

    private struct Sum: Decodable, Sendable {
        let left: Int
        let right: Int
    }

    private func answers(_ home: Namespace) {
        home.on("message") { socket, event in socket.send(event.arguments.first ?? .null) }
        home.on("json") { socket, event in socket.emit("json", arguments: event.arguments) }
        home.on("all of it") { _, event in event.ack?(event.arguments) }
        home.on("add", as: Sum.self) { _, sum in sum.left + sum.right }
        home.on("ask me") { socket, event in
            let answer = try await socket.emitWithAck("question", "who?", timeout: .seconds(20))
            event.ack?(answer)
        }
        home.on("ask all") { socket, event in
            let room = event.arguments.first?.string ?? ""
            let gathered = try await socket.namespace.to(room).emitWithAck(
                "question",
                "who?",
                timeout: .seconds(20)
            )
            event.ack?(.array(gathered.answers.map { .array($0) }))
        }
        home.on("later") { socket, event in
            Task {
                await Task.yield()
                socket.namespace.to(socket.id).emit("now", arguments: event.arguments)
            }
        }
        home.on("remember") { socket, event in socket.state = event.arguments.first }
        home.on("recall") { socket, _ -> JSON in socket.state as? JSON ?? .null }
        home.onAny { _, event in event.ack?("nobody handles", .string(event.name)) }
    }

    private func rooms(_ home: Namespace) {
        home.on("join") { socket, event -> [String] in
            try socket.join(event.arguments.first?.string ?? "")
            return socket.rooms.sorted()
        }
        home.on("leave") { socket, event -> [String] in
            socket.leave(event.arguments.first?.string ?? "")
            return socket.rooms.sorted()
        }
        home.on("close") { socket, event -> Bool in
            socket.namespace.close(room: event.arguments.first?.string ?? "")
            return true
        }
        home.on("members") { socket, event -> Int in
            try await socket.namespace.to(event.arguments.first?.string ?? "").sockets().count
        }
    }

    private func audiences(_ home: Namespace) {
        home.on("to everyone") { socket, event in
            socket.namespace.emit("told", .array(event.arguments))
            event.ack?()
        }
        home.on("to others") { socket, event in
            socket.broadcast.emit("told", .array(event.arguments))
            event.ack?()
        }
        home.on("to room") { socket, event in
            socket.namespace.to(event.arguments.first?.string ?? "").emit("told", .array(event.arguments))
            event.ack?()
        }
        home.on("to room but") { socket, event in
            let names = event.arguments.compactMap(\.string)
            socket.namespace.to(names.first ?? "").except(names.last ?? "").emit(
                "told",
                .array(event.arguments)
            )
            event.ack?()
        }
    }

    private struct Mishap: Error {}

    private func errors(_ home: Namespace) {
        home.onError { socket, error, event in
            socket.emit("went wrong", .string(event?.name ?? "connect"), .bool(error is Mishap))
        }
        home.on("fail") { _, _ in throw Mishap() }
    }

    /// A namespace that asks who comes, and tells the others in it who went.
    private func admission(_ io: SocketIOServer) {
        let members = io.namespace("/members")
        members.use { socket, auth in
            guard let name = auth?["name"] else {
                throw ConnectRefusal("No name.", details: ["code": "unauthorized"])
            }
            socket.state = name
        }
        members.onConnect { socket in socket.emit("welcome", socket.state as? JSON ?? .null) }
        members.onDisconnect { socket, reason in
            socket.namespace.emit("gone", socket.state as? JSON ?? .null, .string("\(reason)"))
        }
        members.on("throw out") { socket, _ in socket.disconnect() }
    }
}
