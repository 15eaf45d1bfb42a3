import ArgumentParser
import Foundation
import RoostServer

/// The command `roost history`.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy what was said to a file, take it from one, and remove what is too old.",
        subcommands: [Export.self, Import.self, Sweep.self]
    )

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the messages of a room or a user to a file.",
            discussion: """
                As JSON Lines, which 'roost history import' takes, or as a page for a browser. The server must run, with the \
                module History. What is for its participants alone is left out.

                Example: roost history export --room lobby --format html --output lobby.html
                """
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "The room, for example 'lobby'.") var room: String?
        @Option(help: "The user, for example 'ada'.") var user: String?
        @Option(help: "'jsonl' or 'html'.") var format = "jsonl"
        @Option(help: "The file, which must not be there; the terminal where left out.") var output: String?

        func validate() throws {
            guard (room == nil) != (user == nil) else { throw ValidationError("Name a --room or a --user.") }
            guard ["jsonl", "html"].contains(format) else {
                throw ValidationError("--format must be 'jsonl' or 'html'.")
            }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            let file = if let output { try newFile(output) } else { FileHandle.standardOutput }
            var fields = ["format": format]
            fields["room"] = room
            fields["user"] = user
            let event = room == nil ? "history:takeout" : "history:export"
            let progress = output == nil ? nil : ProgressLine()
            defer { progress?.end() }
            var (cursor, bytes) = ("", 0)
            repeat {
                if !cursor.isEmpty { fields["cursor"] = cursor }
                let question = ModuleQuestion(event, json: try JSONEncoder().encode(fields))
                guard let piece = try await administration.perform(.request(question)).first else { return }
                let text = Data(piece["text"].text.utf8)
                try file.write(contentsOf: text)
                bytes += text.count
                progress?.show("exporting: \(bytes) bytes")
                cursor = piece["cursor"].text
            } while !cursor.isEmpty
        }

        private func newFile(_ path: String) throws -> FileHandle {
            guard !FileManager.default.fileExists(atPath: path) else {
                throw CommandError("conflict", "the file '\(path)' is there already")
            }
            // Only its owner reads what others wrote.
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: attributes),
                let file = FileHandle(forWritingAtPath: path)
            else { throw CommandError("failed", "the file '\(path)' cannot be written") }
            return file
        }
    }
}
