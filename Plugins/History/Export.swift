internal import RoostKit

/// Writes what was said as a file, piece by piece.
struct Export: Sendable {
    /// What a file has.
    enum Subject: Sendable {
        /// All of a room.
        case room(RoomID)
        /// What one user wrote, wherever it may be shown.
        case user(UserID, where: @Sendable (RoomID) -> Bool)
    }

    /// Messages that are looked at for a piece of a room, and of all rooms.
    private static let roomStep: Int64 = 500
    private static let userStep: Int64 = 20_000
    /// The length of a piece in bytes, about; a client's connection takes a megabyte.
    private static let pieceBytes = 200_000

    let store: any ModuleStore

    /// The piece of the file about `subject` that comes after `cursor`, which is 0 for the first.
    @concurrent
    func piece(of subject: Subject, as format: ExportFormat, after cursor: Int64) async throws -> ExportPiece
    {
        let (rows, end): ([Numbered], Int64?)
        let title: String
        switch subject {
        case .room(let room):
            rows = try await self.rows(of: room, after: cursor)
            end = rows.count == Self.roomStep ? rows.last?.number : nil
            title = room.rawValue
        case .user(let user, let isShown):
            rows = try await self.rows(of: user, after: cursor).filter { isShown($0.message.room) }
            end = try await lastKey() > cursor + Self.userStep ? cursor + Self.userStep : nil
            title = user.rawValue
        }
        var text = cursor == 0 ? format.beginning(title) : ""
        let reactions = try await reactions(to: rows)
        for row in rows {
            guard text.utf8.count < Self.pieceBytes else {
                return ExportPiece(text: text, cursor: "\(row.number - 1)")
            }
            text += try format.entry(
                ExportedMessage(row.message, reactions: reactions[row.message.key] ?? [])
            )
        }
        if end == nil { text += format.end }
        return ExportPiece(text: text, cursor: end.map { "\($0)" })
    }

    private struct Numbered {
        let number: Int64
        let message: Message
    }

    private func rows(of room: RoomID, after cursor: Int64) async throws -> [Numbered] {
        try await numbered(
            Statement(
                """
                SELECT sequence, \(MessageRow.columns) FROM history_message AS message
                WHERE room = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3
                """,
                [.text(room.rawValue), .integer(cursor), .integer(Self.roomStep)]
            )
        )
    }

    private func rows(of user: UserID, after cursor: Int64) async throws -> [Numbered] {
        try await numbered(
            Statement(
                """
                SELECT key, \(MessageRow.columns) FROM history_message AS message
                WHERE key > ?2 AND key <= ?3 AND author = ?1 ORDER BY key
                """,
                [.text(user.rawValue), .integer(cursor), .integer(cursor + Self.userStep)]
            )
        )
    }

    private func numbered(_ query: Statement) async throws -> [Numbered] {
        try await store.read(query).map { row in
            guard let number = row.first?.integer else { throw UnexpectedRow() }
            return Numbered(number: number, message: try MessageRow.message(of: row.dropFirst()))
        }
    }

    private func lastKey() async throws -> Int64 {
        try await store.read(Statement("SELECT max(key) FROM history_message")).first?.first?.integer ?? 0
    }

    private func reactions(to rows: [Numbered]) async throws -> [MessageKey: [ExportedReaction]] {
        guard !rows.isEmpty else { return [:] }
        let query = Statement(
            """
            SELECT history_reaction.author, history_reaction.id, reaction, user
            FROM json_each(?1) AS wanted CROSS JOIN history_reaction
            WHERE history_reaction.author = wanted.value ->> 0 AND history_reaction.id = wanted.value ->> 1
            ORDER BY history_reaction.author, history_reaction.id, reaction, user
            """,
            [try MessageTable.list(of: rows.map(\.message.key))]
        )
        return try await store.read(query).reduce(into: [:]) { found, row in
            guard row.count == 4, case (.text(let author), .text(let id)) = (row[0], row[1]),
                case (.text(let reaction), .text(let user)) = (row[2], row[3])
            else { throw UnexpectedRow() }
            let key = MessageKey(author: UserID(rawValue: author), id: id)
            var all = found[key] ?? []
            if all.last?.reaction == reaction {
                all[all.count - 1].users.append(user)
            } else {
                all.append(ExportedReaction(reaction: reaction, users: [user]))
            }
            found[key] = all
        }
    }
}

/// A piece of a file: the pieces one after another are the file.
struct ExportPiece: Encodable {
    let text: String
    /// With which to ask for the next one; nothing after the last.
    let cursor: String?
}
