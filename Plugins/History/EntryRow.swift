internal import RoostKit

/// How an entry of a room's sequence stands in a row: its place, its kind and three values, then the message's columns.
enum EntryRow {
    /// The row as an entry.
    static func entry(of row: [SQLValue]) throws(UnexpectedRow) -> RoomEntry {
        let message = try MessageRow.message(of: row.dropFirst(5))
        guard case (.integer(let sequence), .text(let kind), .text(let value)) = (row[0], row[1], row[2]),
            case (.text(let user), .integer(let at)) = (row[3], row[4])
        else { throw UnexpectedRow() }
        let change: MessageChange.Kind
        switch kind {
        case "": return .posted(message)
        case "noted":
            return .noted(
                RoomFact(
                    sequence: sequence,
                    room: message.room,
                    name: value,
                    by: user.isEmpty ? nil : UserID(rawValue: user),
                    payload: message.text,
                    at: at
                )
            )
        case "edited": change = .edited(text: message.text)
        case "deleted": change = .deleted
        default: change = .reacted(value, isOn: kind == "reacted")
        }
        return .changed(
            MessageChange(
                sequence: sequence,
                room: message.room,
                message: message.key,
                kind: change,
                by: UserID(rawValue: user),
                at: at
            )
        )
    }
}
