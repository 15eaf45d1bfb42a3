import ArgumentParser
import Foundation
import RoostServer
import SocketIO

/// The command `roost say`.
struct Say: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Post a message in a room, as from scripts and timers.",
        discussion: """
            '-' as the text reads standard input. The author is the user of the token in ROOST_TOKEN, or --user.

            Example: ROOST_TOKEN=... roost say lobby 'The backup is done.'
            """
    )

    @OptionGroup var options: VisitOptions
    @Argument(help: "The room.") var room: String
    @Argument(help: "The text; '-' for standard input.") var text: String
    @Flag(help: "Print the message as JSON.") var json = false

    func run() async throws {
        let text = text == "-" ? try Self.standardInput() : text
        let answer = try await Visit.during(options) { visit in
            _ = try await visit.ask("room:join", ["room": .string(room)])
            return try await visit.ask(
                "message:post",
                [
                    "room": .string(room), "text": .string(text),
                    "id": .string(UUID().uuidString.lowercased()),
                ]
            )
        }
        if json { try printJSON(answer["message"] ?? .null) }
    }

    /// What is on standard input, without the line feed that ends it; no more of it than the server has to see to refuse it.
    private static func standardInput() throws -> String {
        let data = try FileHandle.standardInput.read(upToCount: 65_536) ?? Data()
        let text = String(decoding: data, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

/// The command `roost emit`.
struct Emit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send one request of docs/protocol.md, and print the answer.",
        discussion: """
            For trying things, and for the requests of modules. With --room it joins that room first.

            Example: ROOST_TOKEN=... roost emit history:page '{"room": "lobby", "limit": 5}'
            """
    )

    @OptionGroup var options: VisitOptions
    @Argument(help: "The request, for example 'room:list'.") var event: String
    @Argument(help: "What goes with it, as a JSON object.") var payload = "{}"
    @Option(help: "The room to join before.") var room: String?
    // Answers are JSON in any case; scripts may say so.
    @Flag(help: "Errors as JSON.") var json = false

    func run() async throws {
        // Whatever is wrong with it, it is no JSON object.
        guard let payload = try? JSONDecoder().decode(JSON.self, from: Data(payload.utf8)),
            payload.object != nil
        else {
            throw ValidationError("'\(payload)' is no JSON object.")
        }
        let answer = try await Visit.during(options) { visit in
            if let room { _ = try await visit.ask("room:join", ["room": .string(room)]) }
            return try await visit.ask(event, payload)
        }
        try printJSON(answer)
    }
}

/// Prints `value` in one line.
private func printJSON(_ value: JSON) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
