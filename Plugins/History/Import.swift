internal import FoundationEssentials
internal import RoostKit

/// The payload of `history:import`: messages from elsewhere, in their order.
struct ImportRequest: Decodable {
    /// A message as `history:export` writes one, but for `replyTo`, which names what is replied to.
    struct Line: Decodable {
        let author, id, text, at: String
        let replyTo: Name?
        let edited: String?
        let deleted: Bool?
        let reactions: [ExportedReaction]?
    }

    /// What identifies a message.
    struct Name: Decodable, Hashable {
        let author, id: String
    }

    let room: RoomID
    let messages: [Line]
}

/// The reply to `history:import`.
struct ImportReply: Encodable {
    /// How many messages the room did not have before.
    let added: Int
}

/// Fills rooms with messages from elsewhere.
struct Import: Sendable {
    /// Messages at once, which the room waits for.
    private static let limit = 500
    /// Reactions to one message that are taken.
    private static let reactionLimit = 1_000

    let context: any ModuleContext
    let table: MessageTable

    /// Takes the messages of `request` that the room does not have; names without an account are set aside.
    func take(_ request: ImportRequest) async throws -> ImportReply {
        guard 1...Self.limit ~= request.messages.count else {
            throw RequestError.badRequest("the field 'messages' must have 1 to \(Self.limit) messages")
        }
        let messages = try await past(request.messages)
        let known = Set(try await table.earlier(messages.map(\.key)).map(\.key))
        try await context.rooms.restore(messages, in: request.room)
        var statements: [Statement] = []
        for (line, message) in zip(request.messages, messages) where !known.contains(message.key) {
            statements += try effects(of: line, on: message.key)
        }
        if !statements.isEmpty { try await context.store.write(statements) }
        return ImportReply(added: Set(messages.map(\.key)).subtracting(known).count)
    }

    private func past(_ lines: [ImportRequest.Line]) async throws -> [PastMessage] {
        var users: [String: UserID] = [:]
        for name in Set(lines.flatMap { [$0.author] + ($0.replyTo.map { [$0.author] } ?? []) }) {
            users[name] = try await context.users.reserve(name)
        }
        func key(_ author: String, _ id: String) -> MessageKey {
            MessageKey(author: users[author] ?? UserID(rawValue: author), id: id)
        }
        return try lines.map { line in
            guard line.deleted == true || !line.text.isEmpty else {
                throw RequestError.badRequest("the message '\(line.id)' has no text")
            }
            return PastMessage(
                key: key(line.author, line.id),
                text: line.deleted == true ? "" : line.text,
                at: try SearchQuery.time(line.at, "at"),
                replyTo: line.replyTo.map { key($0.author, $0.id) }
            )
        }
    }

    /// What became of the message where it comes from.
    private func effects(of line: ImportRequest.Line, on key: MessageKey) throws -> [Statement] {
        let name: [SQLValue] = [.text(key.author.rawValue), .text(key.id)]
        var statements: [Statement] = []
        if line.edited != nil || line.deleted == true {
            let edited = try line.edited.map { SQLValue.integer(try SearchQuery.time($0, "edited")) } ?? .null
            let update =
                "UPDATE history_message SET edited_at = ?3, is_deleted = ?4 WHERE author = ?1 AND id = ?2"
            statements.append(Statement(update, name + [edited, .integer(line.deleted == true ? 1 : 0)]))
        }
        let reactions = (line.reactions ?? []).flatMap { reaction in
            reaction.users.map { (reaction.reaction, $0) }
        }
        for (reaction, user) in reactions.prefix(Self.reactionLimit) where 1...64 ~= reaction.utf8.count {
            let insertion =
                "INSERT OR IGNORE INTO history_reaction (author, id, reaction, user) VALUES (?1, ?2, ?3, ?4)"
            statements.append(Statement(insertion, name + [.text(reaction), .text(user)]))
        }
        return statements
    }
}
