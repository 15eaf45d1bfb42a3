internal import FoundationEssentials
internal import RoostKit

/// The form of a file with messages.
enum ExportFormat: String, Decodable {
    /// One JSON object on each line, which `history:import` takes again.
    case jsonl
    /// A page that a browser shows without anything else.
    case html

    /// What comes before the first message.
    func beginning(_ title: String) -> String {
        guard self == .html else { return "" }
        let title = Self.escaped(title)
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            article { border-top: 1px solid #ddd; padding: .5rem 0; overflow-wrap: anywhere; }
            article p { margin: 0; white-space: pre-wrap; }
            header, footer { color: #666; font-size: .85em; }
            </style></head><body><h1>\(title)</h1>

            """
    }

    /// One message.
    func entry(_ exported: ExportedMessage) throws -> String {
        switch self {
        case .jsonl:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(exported), as: UTF8.self) + "\n"
        case .html: return Self.article(exported)
        }
    }

    /// What comes after the last message.
    var end: String { self == .html ? "</body></html>\n" : "" }

    private static func article(_ exported: ExportedMessage) -> String {
        let message = exported.message
        let time = WireTime.text(of: message.at)
        var head = "<b>\(escaped(name(of: message.author)))</b> in \(escaped(message.room.rawValue))"
        head += " <time datetime=\"\(time)\">\(time)</time>"
        if let replyTo = message.replyTo { head += " in reply to <a href=\"#m\(replyTo)\">\(replyTo)</a>" }
        if message.editedAt != nil { head += " (edited)" }
        let text = message.isDeleted ? "<i>deleted</i>" : escaped(message.text)
        let reactions = exported.reactions.map { "\(escaped($0.reaction)) \($0.users.count)" }
        let foot = reactions.isEmpty ? "" : "<footer>\(reactions.joined(separator: ", "))</footer>"
        return
            "<article id=\"m\(message.sequence)\"><header>\(head)</header><p>\(text)</p>\(foot)</article>\n"
    }

    /// Who wrote it, for people.
    private static func name(of author: UserID) -> String {
        author.rawValue.hasPrefix("deleted:") ? "deleted user" : author.rawValue
    }

    /// By scalars: a mark that combines with a bracket would make another character of the two.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
