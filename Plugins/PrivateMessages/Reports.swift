internal import RoostKit

/// The payload of `private:report`: which message, and why.
struct ReportRequest: Decodable {
    let room: RoomID
    let author: String
    let id: String
    let reason: String
}

/// The payload of `private:reports`.
struct ReportsRequest: Decodable {
    /// Whether those that are done are wanted, in place of those that are not.
    let resolved: Bool?
    /// The `cursor` of the page before.
    let cursor: Int64?
}

/// The payload of `private:resolve`.
struct ResolveRequest: Decodable {
    let report: Int64
    let note: String?
}

/// A message that a participant reported, as it was then.
struct Report: Encodable {
    let report: Int64
    let author, text, postedAt, reporter, reason, at: String
    let resolvedBy, resolvedAt, note: String?
}

/// A page of reports.
struct ReportList: Encodable {
    let reports: [Report]
    let cursor: Int64?
}

/// What participants showed to moderators, and nothing else of their conversations.
struct Reports: Sendable {
    private static let pageLimit: Int64 = 100
    private static let textBytes = 2_000
    /// How many reports of one user wait at most.
    private static let openLimit: Int64 = 20

    let context: any ModuleContext
    let conversations: Conversations
    private let turnstile = Turnstile()

    init(context: any ModuleContext, conversations: Conversations) {
        self.context = context
        self.conversations = conversations
    }

    /// Keeps a copy of the message for those who may review it, and tells them; the same report again changes nothing.
    func add(_ request: ReportRequest, by user: UserID) async throws {
        try Self.check(request.reason, "reason")
        _ = try await conversations.participation(of: user, in: request.room)
        let key = MessageKey(author: UserID(rawValue: request.author), id: request.id)
        guard let message = try await context.rooms.message(key, in: request.room), !message.isDeleted else {
            throw RequestError(code: "not_found", message: "There is no such message in this conversation.")
        }
        try await turnstile.pass {
            let (known, open) = try await Self.counts(of: key, by: user, in: context.store)
            guard known == 0 else { return }
            guard open < Self.openLimit else {
                throw RequestError(
                    code: "too_many_reports",
                    message: "\(Self.openLimit) of your reports wait already; come again when some are done.",
                    isRetryable: true
                )
            }
            try await context.store.write([Self.insertion(of: message, by: user, for: request.reason)])
            try context.emit("private:reported", Done(), to: .holders(of: "private.review", in: nil))
        }
    }

    /// How many reports of this message, and how many that wait, are of `user`.
    static func counts(of key: MessageKey, by user: UserID, in store: any ModuleStore) async throws
        -> (known: Int64, open: Int64)
    {
        let query = Statement(
            """
            SELECT count(iif(author = ?2 AND message = ?3, 1, NULL)), count(iif(resolved_at IS NULL, 1, NULL))
            FROM private_report WHERE reporter = ?1
            """,
            [.text(user.rawValue), .text(key.author.rawValue), .text(key.id)]
        )
        let row = try await store.read(query).first
        return (row?.first?.integer ?? 0, row?.last?.integer ?? 0)
    }

    static func insertion(of message: Message, by user: UserID, for reason: String) -> Statement {
        Statement(
            """
            INSERT OR IGNORE INTO private_report
                (room, sequence, author, message, text, posted_at, reporter, reason, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                .text(message.room.rawValue), .integer(message.sequence), .text(message.author.rawValue),
                .text(message.id), .text(message.text), .integer(message.at), .text(user.rawValue),
                .text(reason), .integer(Clock.now()),
            ]
        )
    }

    /// A page of those that wait, or of those that are done, the oldest first.
    func list(_ request: ReportsRequest) async throws -> ReportList {
        let query = Self.query(resolved: request.resolved == true, after: request.cursor ?? 0)
        let rows = try await context.store.read(query)
        let reports = try rows.map(Self.report)
        return ReportList(
            reports: reports,
            cursor: reports.count == Self.pageLimit ? reports.last?.report : nil
        )
    }

    static func query(resolved: Bool, after cursor: Int64) -> Statement {
        // As text, so that the index of those that wait is of use.
        let condition = resolved ? "resolved_at IS NOT NULL" : "resolved_at IS NULL"
        return Statement(
            """
            SELECT id, author, text, posted_at, reporter, reason, at, resolved_by, resolved_at, note
            FROM private_report WHERE \(condition) AND id > ?1 ORDER BY id LIMIT ?2
            """,
            [.integer(cursor), .integer(pageLimit)]
        )
    }

    /// Notes that a report is done with.
    func resolve(_ request: ResolveRequest, by user: UserID) async throws {
        if let note = request.note { try Self.check(note, "note") }
        let waiting = "SELECT 1 FROM private_report WHERE id = ?1 AND resolved_at IS NULL"
        guard try await !context.store.read(Statement(waiting, [.integer(request.report)])).isEmpty else {
            throw RequestError(code: "not_found", message: "No such report waits.")
        }
        try await context.store.write([
            Statement(
                """
                UPDATE private_report SET resolved_by = ?2, resolved_at = ?3, note = ?4
                WHERE id = ?1 AND resolved_at IS NULL
                """,
                [
                    .integer(request.report), .text(user.rawValue), .integer(Clock.now()),
                    request.note.map(SQLValue.text) ?? .null,
                ]
            )
        ])
    }

    private static func check(_ text: String, _ field: String) throws(RequestError) {
        guard text.utf8.count <= textBytes, !text.utf8.contains(0) else {
            throw .badRequest("the field '\(field)' has at most \(textBytes) bytes, and no U+0000")
        }
    }

    private static func report(_ row: [SQLValue]) throws(UnexpectedRow) -> Report {
        guard row.count == 10, let id = row[0].integer, let author = row[1].text, let text = row[2].text,
            let postedAt = row[3].integer, let reporter = row[4].text, let reason = row[5].text,
            let at = row[6].integer
        else { throw UnexpectedRow() }
        return Report(
            report: id,
            author: author,
            text: text,
            postedAt: WireTime.text(of: postedAt),
            reporter: reporter,
            reason: reason,
            at: WireTime.text(of: at),
            resolvedBy: row[7].text,
            resolvedAt: row[8].integer.map(WireTime.text),
            note: row[9].text
        )
    }
}
