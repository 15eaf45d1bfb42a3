internal import RoostKit

/// The statements that keep what happened in a room.
enum Writing {
    static func statements(keeping entry: RoomEntry) -> [Statement] {
        switch entry {
        case .posted(let message): [insertion(of: message)]
        case .changed(let change): [insertion(of: change)] + effects(of: change)
        case .noted(let fact): [insertion(of: fact)]
        }
    }

    private static func insertion(of message: Message) -> Statement {
        Statement(
            """
            INSERT INTO history_message (room, sequence, author, id, text, at, reply_to)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .text(message.room.rawValue), .integer(message.sequence), .text(message.author.rawValue),
                .text(message.id), .text(message.text), .integer(message.at),
                message.replyTo.map(SQLValue.integer) ?? .null,
            ]
        )
    }

    private static func insertion(of fact: RoomFact) -> Statement {
        Statement(
            """
            INSERT INTO history_fact (room, sequence, name, payload, noted_by, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .text(fact.room.rawValue), .integer(fact.sequence), .text(fact.name), .text(fact.payload),
                fact.by.map { .text($0.rawValue) } ?? .null, .integer(fact.at),
            ]
        )
    }

    private static func insertion(of change: MessageChange) -> Statement {
        let (kind, reaction) =
            switch change.kind {
            case .edited: ("edited", "")
            case .deleted: ("deleted", "")
            case .reacted(let reaction, let isOn): (isOn ? "reacted" : "unreacted", reaction)
            }
        return Statement(
            """
            INSERT INTO history_change (room, sequence, author, id, kind, reaction, changed_by, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .text(change.room.rawValue), .integer(change.sequence),
            ] + key(of: change) + [
                .text(kind), .text(reaction), .text(change.by.rawValue), .integer(change.at),
            ]
        )
    }

    private static func effects(of change: MessageChange) -> [Statement] {
        switch change.kind {
        case .edited(let text):
            rewriting(
                change,
                Statement(
                    "UPDATE history_message SET text = ?3, edited_at = ?4 WHERE author = ?1 AND id = ?2",
                    key(of: change) + [.text(text), .integer(change.at)]
                )
            )
        case .deleted:
            rewriting(
                change,
                Statement(
                    "UPDATE history_message SET text = '', is_deleted = 1 WHERE author = ?1 AND id = ?2",
                    key(of: change)
                )
            ) + [Statement("DELETE FROM history_reaction WHERE author = ?1 AND id = ?2", key(of: change))]
        case .reacted(let reaction, let isOn):
            [
                Statement(
                    isOn
                        ? "INSERT OR IGNORE INTO history_reaction (author, id, reaction, user) VALUES (?1, ?2, ?3, ?4)"
                        : "DELETE FROM history_reaction WHERE author = ?1 AND id = ?2 AND reaction = ?3 AND user = ?4",
                    key(of: change) + [.text(reaction), .text(change.by.rawValue)]
                )
            ]
        }
    }

    /// `update`, which gives a message another text, with what must happen before and after it.
    private static func rewriting(_ change: MessageChange, _ update: Statement) -> [Statement] {
        let key = key(of: change)
        return [
            Hold.keeping(before: change), WordIndex.removal(of: key), update, WordIndex.insertion(of: key),
        ]
    }

    private static func key(of change: MessageChange) -> [SQLValue] {
        [.text(change.message.author.rawValue), .text(change.message.id)]
    }
}
