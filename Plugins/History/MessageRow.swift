internal import RoostKit

/// How a message stands in `history_message`.
enum MessageRow {
    /// The columns that `message(of:)` reads, of a table that is named or renamed `message`.
    static let columns = """
        message.room, message.sequence, message.author, message.id, message.text, message.at, message.reply_to,
        message.edited_at, message.is_deleted
        """

    /// The row as a message.
    static func message(of row: some RandomAccessCollection<SQLValue>) throws(UnexpectedRow) -> Message {
        let row = Array(row)
        guard
            row.count == 9,
            case (.text(let room), .integer(let sequence), .text(let author)) = (row[0], row[1], row[2]),
            case (.text(let id), .text(let text), .integer(let at)) = (row[3], row[4], row[5]),
            case .integer(let isDeleted) = row[8]
        else { throw UnexpectedRow() }
        return Message(
            id: id,
            sequence: sequence,
            room: RoomID(rawValue: room),
            author: UserID(rawValue: author),
            text: text,
            at: at,
            replyTo: row[6].integer,
            editedAt: row[7].integer,
            isDeleted: isDeleted != 0
        )
    }
}

/// A row that does not have the columns that were asked for.
struct UnexpectedRow: Error {}

extension SQLValue {
    /// The numbers as one JSON value, so that a statement is the same for any number of them.
    static func list(_ numbers: [Int64]) -> SQLValue {
        .text("[\(numbers.map(String.init).joined(separator: ","))]")
    }

    /// The number, or nothing for all else.
    var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
}
