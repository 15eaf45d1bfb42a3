import ArgumentParser
import Foundation
import Glibc
import RoostServer

extension History {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take messages into a room from a file, or all channels of a Slack export.",
            discussion: """
                The file has JSON Lines, as 'roost history export' writes them. A Slack export is the folder of its unpacked \
                archive: each public channel becomes a room, which is made where there is none. Names of people without an \
                account are set aside, so that nobody signs up with one. Messages that are there already are left alone, so \
                that an import can be repeated. The server must run, with the module History.

                Example: roost history import lobby.jsonl --room lobby
                Example: roost history import --slack export-folder
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The file with JSON Lines.") var file: String?
        @Option(help: "The room that gets the file's messages.") var room: String?
        @Option(help: "The folder of a Slack export.") var slack: String?

        func validate() throws {
            guard (file == nil) != (slack == nil), (file == nil) == (room == nil) else {
                throw ValidationError("Name a file and its --room, or a folder with --slack.")
            }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            if let file, let room {
                var batch = ImportBatch(room: room, administration: administration)
                try await JSONLines(file).send(to: &batch)
                try await batch.send()
                tell(batch)
            }
            guard let slack else { return }
            let export = try SlackExport(folder: slack)
            for (index, channel) in export.channels.enumerated() {
                try await make(channel.room, title: channel.title, by: administration)
                var batch = ImportBatch(room: channel.room, administration: administration)
                batch.progress = Double(index) / Double(export.channels.count)
                try await export.send(channel, to: &batch)
                try await batch.send()
                tell(batch)
            }
        }

        private func tell(_ batch: ImportBatch) {
            ProgressLine().end()
            let record = Record(["room": .text(batch.room), "added": .number(Int64(batch.added))])
            if common.json { return common.console.printJSON([record]) }
            common.console.say("\(batch.room): \(batch.added) messages added")
        }

        private func make(_ room: String, title: String, by administration: Administration) async throws {
            let creation = RoostServer.Command.room(.create(name: room, title: title, isPrivate: false))
            do {
                _ = try await administration.perform(creation)
            } catch {
                // It may be there from an earlier import.
                guard error.code == "conflict" else { throw error }
            }
        }
    }
}

/// Messages on their way to a room, some at a time.
struct ImportBatch {
    /// Messages and bytes at once.
    private static let limit = 200
    private static let byteLimit = 500_000

    let room: String
    let administration: Administration
    /// How much of all that is to be sent was, from 0 to 1.
    var progress = 0.0
    /// How many the room did not have.
    private(set) var added = 0
    private var lines: [[String: Any]] = []
    private var bytes = 0

    init(room: String, administration: Administration) {
        self.room = room
        self.administration = administration
    }

    /// Takes one more message, and sends those that wait where they are enough.
    mutating func add(_ line: [String: Any]) async throws {
        lines.append(line)
        bytes += (line["text"] as? String)?.utf8.count ?? 0
        if lines.count >= Self.limit || bytes >= Self.byteLimit { try await send() }
    }

    /// Sends those that wait.
    mutating func send() async throws {
        guard !lines.isEmpty else { return }
        ProgressLine().show("importing", progress)
        let payload = try JSONSerialization.data(withJSONObject: ["room": room, "messages": lines])
        lines = []
        bytes = 0
        let reply = try await administration.perform(
            .request(ModuleQuestion("history:import", json: payload))
        )
        added += reply.first.flatMap { Int($0["added"].text) } ?? 0
    }
}

/// A file with a message on each line, as `roost history export` writes it.
struct JSONLines {
    /// What a line without a message may have.
    private static let blanks = Array(" \t\r\n".utf8)

    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Sends all of it, with replies by what they are to instead of by its place.
    func send(to batch: inout ImportBatch) async throws {
        guard let file = fopen(path, "re") else {
            throw CommandError("not_found", "the file '\(path)' cannot be read")
        }
        fseek(file, 0, SEEK_END)
        let size = max(1, ftell(file))
        rewind(file)
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer {
            free(buffer)
            fclose(file)
        }
        var places: [Int: [String: String]] = [:]
        var number = 0
        while true {
            let count = getline(&buffer, &capacity, file)
            guard count > 0, let buffer else { break }
            let text = Data(bytes: buffer, count: count)
            number += 1
            guard text.contains(where: { !Self.blanks.contains($0) }) else { continue }
            // Whatever is wrong with it, it is no message.
            guard var line = try? JSONSerialization.jsonObject(with: text) as? [String: Any],
                let author = line["author"] as? String, let id = line["id"] as? String
            else { throw CommandError("bad_request", "line \(number) of '\(path)' is no message") }
            if let place = line["seq"] as? Int { places[place] = ["author": author, "id": id] }
            line["replyTo"] = (line["replyTo"] as? Int).flatMap { places[$0] }
            batch.progress = Double(ftell(file)) / Double(size)
            try await batch.add(line)
        }
        guard ferror(file) == 0 else {
            throw CommandError("failed", "the file '\(path)' cannot be read to its end")
        }
    }
}
