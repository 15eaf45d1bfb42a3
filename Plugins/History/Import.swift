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
    /// People that the messages of one request name: each is looked up.
    private static let peopleLimit = 5_000

    let context: any ModuleContext
    let table: MessageTable

    /// Takes the messages of `request` that the room does not have, and what became of all of them; names without an account are
    /// set aside.
    ///
    /// The same once more changes nothing, and does what an attempt that was interrupted left undone.
    func take(_ request: ImportRequest) async throws -> ImportReply {
        guard 1...Self.limit ~= request.messages.count else {
            throw RequestError.badRequest("the field 'messages' must have 1 to \(Self.limit) messages")
        }
        let users = try await people(of: request.messages)
        let messages = try past(request.messages, by: users)
        let known = Set(try await table.earlier(messages.map(\.key)).map(\.key))
        var statements: [Statement] = []
        for (line, message) in zip(request.messages, messages) {
            statements += try Self.effects(of: line, on: message.key, in: request.room, by: users)
        }
        try await context.rooms.restore(messages, in: request.room)
        if !statements.isEmpty { try await context.store.write(statements) }
        return ImportReply(added: Set(messages.map(\.key)).subtracting(known).count)
    }

    /// Everybody who wrote, is replied to, or reacted, by the names in the messages.
    private func people(of lines: [ImportRequest.Line]) async throws -> [String: UserID] {
        let authors = Set(lines.flatMap { [$0.author] + ($0.replyTo.map { [$0.author] } ?? []) })
        let reactors = Set(lines.flatMap { $0.reactors(atMost: Self.reactionLimit).map(\.user) })
        guard authors.union(reactors).count <= Self.peopleLimit else {
            throw RequestError.badRequest(
                "the messages name more than \(Self.peopleLimit) people: send fewer at once"
            )
        }
        var users: [String: UserID] = [:]
        for name in authors { users[name] = try await context.users.reserve(name) }
        for name in reactors.subtracting(authors) {
            do {
                users[name] = try await context.users.reserve(name)
            } catch let error as RequestError where !error.isRetryable {
                // A name that no account can have, such as a guest's, needs not be set aside.
                users[name] = UserID(rawValue: name)
            }
        }
        return users
    }

    private func past(_ lines: [ImportRequest.Line], by users: [String: UserID]) throws -> [PastMessage] {
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

    /// What became of the message where it comes from; of one that `room` has.
    static func effects(
        of line: ImportRequest.Line,
        on key: MessageKey,
        in room: RoomID,
        by users: [String: UserID]
    ) throws -> [Statement] {
        let name: [SQLValue] = [.text(key.author.rawValue), .text(key.id), .text(room.rawValue)]
        var statements: [Statement] = []
        if line.edited != nil || line.deleted == true {
            let edited = try line.edited.map { SQLValue.integer(try SearchQuery.time($0, "edited")) } ?? .null
            // What was done to it here stays.
            let update = """
                UPDATE history_message SET edited_at = coalesce(max(edited_at, ?4), edited_at, ?4),
                    is_deleted = max(is_deleted, ?5 AND text = '')
                WHERE author = ?1 AND id = ?2 AND room = ?3
                """
            statements.append(Statement(update, name + [edited, .integer(line.deleted == true ? 1 : 0)]))
        }
        for (reaction, user) in line.reactors(atMost: reactionLimit) where 1...64 ~= reaction.utf8.count {
            let insertion = """
                INSERT OR IGNORE INTO history_reaction (author, id, reaction, user)
                SELECT author, id, ?4, ?5 FROM history_message
                WHERE author = ?1 AND id = ?2 AND room = ?3 AND is_deleted = 0
                """
            let user = users[user]?.rawValue ?? user
            statements.append(Statement(insertion, name + [.text(reaction), .text(user)]))
        }
        return statements
    }
}

extension ImportRequest.Line {
    /// The first of the reactions, each with who has it.
    fileprivate func reactors(atMost limit: Int) -> [(reaction: String, user: String)] {
        let all = (reactions ?? []).lazy.flatMap { reaction in reaction.users.map { (reaction.reaction, $0) }
        }
        return Array(all.prefix(limit))
    }
}
