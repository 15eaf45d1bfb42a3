import Foundation
import RoostKit
import RoostServer

/// The folder of a Slack export: `users.json`, `channels.json`, and a folder with a file per day for each channel.
struct SlackExport {
    /// A channel that becomes a room.
    struct Channel {
        let name: String
        let room: String
        let title: String
    }

    private typealias Object = [String: Any]

    /// Kinds of messages that somebody wrote; joins, topics and the like are left out.
    private static let kinds: Set = ["", "me_message", "thread_broadcast", "bot_message", "file_share"]
    /// A message here is shorter than one there may be.
    private static let pieceBytes = 8_000

    let channels: [Channel]
    private let folder: String
    private let names: [String: String]

    /// The export in `folder`.
    init(folder: String) throws {
        self.folder = folder
        names = try Self.objects(in: "\(folder)/users.json").reduce(into: [:]) { names, user in
            guard let id = user["id"] as? String, let name = user["name"] as? String else { return }
            names[id] = Self.name(name)
        }
        channels = try Self.objects(in: "\(folder)/channels.json").compactMap { channel in
            // It is the name of a folder of the export, and of none elsewhere.
            guard let name = channel["name"] as? String, !name.contains("/"), name != ".." else { return nil }
            return Channel(name: name, room: Self.name(name), title: name)
        }
    }

    /// Sends what was said in `channel`, in its order, threads as replies.
    func send(_ channel: Channel, to batch: inout ImportBatch) async throws {
        let path = "\(folder)/\(channel.name)"
        // One without messages has no folder.
        let days = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var authors: [String: String] = [:]
        for day in days.sorted() where day.hasSuffix(".json") {
            let messages = try Self.objects(in: "\(path)/\(day)")
                .sorted { $0["ts"] as? String ?? "" < $1["ts"] as? String ?? "" }
            for message in messages where message["type"] as? String == "message" {
                guard let time = message["ts"] as? String,
                    Self.kinds.contains(message["subtype"] as? String ?? "")
                else { continue }
                let author = names[message["user"] as? String ?? ""] ?? "slack"
                authors[time] = author
                var line: Object = ["author": author, "at": Self.time(time)]
                if let thread = message["thread_ts"] as? String, thread != time, let parent = authors[thread]
                {
                    line["replyTo"] = ["author": parent, "id": Self.id(channel, thread)]
                }
                if let edited = (message["edited"] as? Object)?["ts"] as? String {
                    line["edited"] = Self.time(edited)
                }
                line["reactions"] = reactions(to: message)
                for (index, piece) in pieces(of: message["text"] as? String ?? "").enumerated() {
                    line["text"] = piece
                    line["id"] = Self.id(channel, time) + (index == 0 ? "" : "-\(index + 1)")
                    try await batch.add(line)
                }
            }
        }
    }

    private func reactions(to message: Object) -> [Object] {
        (message["reactions"] as? [Object] ?? []).compactMap { reaction in
            guard let name = reaction["name"] as? String else { return nil }
            let users = (reaction["users"] as? [String] ?? []).compactMap { names[$0] }
            return ["reaction": ":\(name):", "users": users]
        }
    }

    /// The text as people read it, in pieces that fit a message; none where it is empty.
    private func pieces(of text: String) -> [String] {
        let text = text.replacing(/<([^<>|]*)(?:\|([^<>]*))?>/) { match in
            let (target, label) = (String(match.output.1), match.output.2.map(String.init))
            switch target.first {
            case "@": return "@" + (names[String(target.dropFirst())] ?? label ?? String(target.dropFirst()))
            case "#": return "#" + (label ?? String(target.dropFirst()))
            case "!": return "@" + (label ?? String(target.dropFirst()))
            default: return label.map { "\($0) (\(target))" } ?? target
            }
        }
        let plain = text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
            "&amp;",
            with: "&"
        )
        .replacing("\u{0}", with: "")
        return plain.reduce(into: [String]()) { pieces, character in
            let size = String(character).utf8.count
            if let last = pieces.last, last.utf8.count + size <= Self.pieceBytes {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
    }

    private static func id(_ channel: Channel, _ time: String) -> String { "slack-\(channel.room)-\(time)" }

    /// Slack's times are seconds with a fraction, as text.
    private static func time(_ text: String) -> String {
        WireTime.text(of: Int64(exactly: ((Double(text) ?? 0) * 1_000).rounded(.down)) ?? 0)
    }

    /// The name as users and rooms may have it.
    private static func name(_ name: String) -> String {
        let allowed = name.lowercased().unicodeScalars.map { scalar in
            switch scalar {
            case "a"..."z", "0"..."9", ".", "_", "-": Character(scalar)
            default: Character("-")
            }
        }
        let begun = allowed.first.map { $0.isLetter || $0.isNumber } ?? false
        return String(((begun ? "" : "x") + String(allowed)).prefix(32))
    }

    private static func objects(in path: String) throws -> [Object] {
        guard let data = FileManager.default.contents(atPath: path),
            let objects = try? JSONSerialization.jsonObject(with: data) as? [Object]
        else { throw CommandError("bad_request", "'\(path)' is not a file of a Slack export") }
        return objects
    }
}
