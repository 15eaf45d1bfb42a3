internal import RoostKit

/// A message that somebody reported, as moderators see it: with what it said then.
struct Report: Encodable, Sendable {
    static let columns = """
        id, room, author, message, sequence, text, reporter, reason, at, state, handler, handled_at, outcome
        """

    let id: Int64
    let room: String
    let author: String
    let message: String
    let seq: Int64
    let text: String
    let reporter: String
    let reason: String
    let at: String
    let state: String
    let handler: String?
    let handledAt: String?
    let outcome: String?

    /// When it was claimed or resolved, in milliseconds since 1970-01-01T00:00:00Z.
    let handledTime: Int64?

    private enum CodingKeys: String, CodingKey {
        case id, room, author, message, seq, text, reporter, reason, at, state, handler, handledAt, outcome
    }

    /// The report of a row with `columns`.
    init(_ row: [SQLValue]) throws(UnexpectedRow) {
        guard row.count == 13, let id = row[0].integer, let room = row[1].text, let author = row[2].text,
            let message = row[3].text, let sequence = row[4].integer, let text = row[5].text,
            let reporter = row[6].text, let reason = row[7].text, let at = row[8].integer,
            let state = row[9].text
        else { throw UnexpectedRow() }
        (self.id, self.room, self.author, self.message, seq) = (id, room, author, message, sequence)
        (self.text, self.reporter, self.reason, self.state) = (text, reporter, reason, state)
        self.at = WireTime.text(of: at)
        handler = row[10].text
        handledTime = row[11].integer
        handledAt = handledTime.map(WireTime.text)
        outcome = row[12].text
    }
}
