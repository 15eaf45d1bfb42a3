internal import RoostKit

/// The payload of `history:held`: of which room or user to see what was kept aside.
struct HeldRequest: Decodable {
    let room: String?
    let user: String?
    /// The `cursor` of the page before.
    let cursor: Int64?
}

/// What was edited away or deleted while it was under a hold.
enum Held {
    private static let pageLimit: Int64 = 200

    /// A text that is no message's any more.
    struct Text: Encodable {
        let room, author, id, text, at: String
        let seq: Int64
        /// When it was edited away or deleted, and by whom.
        let endedAt, endedBy: String
    }

    /// The reply to `history:held`.
    struct Page: Encodable {
        let texts: [Text]
        let cursor: Int64?
    }

    /// What was kept aside of the room or user that `request` names, in the order in which it was.
    static func page(
        of request: HeldRequest,
        from store: any ModuleStore,
        isReadable: (RoomID) -> Bool
    ) async throws -> Page {
        let rows = try await store.read(
            Statement(
                """
                SELECT rowid, room, author, id, text, at, sequence, ended_at, ended_by FROM history_held
                WHERE rowid > ?1 AND (?2 IS NULL OR room = ?2) AND (?3 IS NULL OR author = ?3)
                ORDER BY rowid LIMIT ?4
                """,
                [
                    .integer(request.cursor ?? 0), request.room.map(SQLValue.text) ?? .null,
                    request.user.map(SQLValue.text) ?? .null, .integer(pageLimit),
                ]
            )
        )
        return Page(
            texts: try rows.map(text).filter { isReadable(RoomID(rawValue: $0.room)) },
            cursor: rows.count == pageLimit ? rows.last?.first?.integer : nil
        )
    }

    private static func text(_ row: [SQLValue]) throws(UnexpectedRow) -> Text {
        guard row.count == 9, case (.text(let room), .text(let author)) = (row[1], row[2]),
            case (.text(let id), .text(let text), .integer(let at)) = (row[3], row[4], row[5]),
            case (.integer(let seq), .integer(let endedAt), .text(let endedBy)) = (row[6], row[7], row[8])
        else { throw UnexpectedRow() }
        return Text(
            room: room,
            author: author,
            id: id,
            text: text,
            at: WireTime.text(of: at),
            seq: seq,
            endedAt: WireTime.text(of: endedAt),
            endedBy: endedBy
        )
    }
}
