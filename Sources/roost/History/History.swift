import ArgumentParser
import Foundation
import RoostServer
import RoostStore

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
            guard let output else {
                return try await export(by: administration) { Output.write($0) }
            }
            do {
                try await export(by: administration, to: NewFile(path: output))
            } catch {
                throw CommandError(error)
            }
        }

        /// Writes what was said to `file`, which is there only with all of it: a part would be taken for that.
        private func export(by administration: Administration, to file: NewFile) async throws {
            let progress = ProgressLine()
            defer { progress.end() }
            Unfinished.remove([file.partial])
            do {
                let handle = FileHandle(fileDescriptor: try file.create(), closeOnDealloc: true)
                var bytes = 0
                try await export(by: administration) { text in
                    do {
                        try handle.write(contentsOf: Data(text.utf8))
                    } catch {
                        throw CommandError("failed", "the file '\(file.path)' cannot be written to the end")
                    }
                    bytes += text.utf8.count
                    progress.show("exporting: \(bytes) bytes")
                }
                try file.publish()
            } catch {
                file.discard()
                throw error
            }
        }

        /// Hands `write` what was said, piece by piece.
        private func export(by administration: Administration, to write: (String) throws -> Void) async throws
        {
            var fields = ["format": format]
            fields["room"] = room
            fields["user"] = user
            let event = room == nil ? "history:takeout" : "history:export"
            repeat {
                let question = ModuleQuestion(event, json: try JSONEncoder().encode(fields))
                guard let piece = try await administration.perform(.request(question)).first else { return }
                try write(piece["text"].text)
                fields["cursor"] = piece["cursor"] == .null ? nil : piece["cursor"].text
            } while fields["cursor"] != nil
        }
    }
}
