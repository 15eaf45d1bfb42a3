internal import RoostKit

/// The payload of `moderation:report`.
struct ReportOrder: Decodable, Sendable {
    var room: RoomID
    var author: String
    var id: String
    var reason: String
}

/// The payload of the requests about one report.
struct ReportChange: Decodable, Sendable {
    var room: RoomID
    var report: Int64
    var outcome: String?
}

// The queue of reports: what members say about messages, until a moderator has looked after it.
extension Desk {
    /// How many reports of one user, and of one room, wait at most.
    private static let userLimit: Int64 = 20
    private static let roomLimit: Int64 = 10_000
    /// After so long, others may take over what somebody claimed: an hour.
    private static let claimTime: Int64 = 3_600_000

    /// Takes in a report; the same once more is the first one.
    func report(_ order: ReportOrder, by asker: Asker) async throws -> Int64 {
        guard 1...Order.reasonBytes ~= order.reason.utf8.count, !order.reason.utf8.contains(0) else {
            throw RequestError.bad("reason", "text of 1 to \(Order.reasonBytes) bytes without U+0000")
        }
        let key = MessageKey(author: UserID(rawValue: order.author), id: order.id)
        guard let message = try await context.rooms.message(key, in: order.room), !message.isDeleted else {
            throw RequestError.unknown
        }
        return try await inTurn(in: order.room) {
            if let report = try await reports(
                "author = ?1 AND message = ?2 AND reporter = ?3",
                [
                    .text(key.author.rawValue), .text(key.id), .text(asker.user.rawValue),
                ]
            ).first {
                return report.id
            }
            guard try await count("reporter = ?1", asker.user.rawValue) < Self.userLimit,
                try await count("room = ?1", order.room.rawValue) < Self.roomLimit
            else { throw RequestError.queueFull }
            let id = try await nextID(of: "report")
            let insertion = Statement(
                """
                INSERT INTO moderation_report (id, room, author, message, sequence, text, reporter, reason, at, state)
                VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,'open')
                """,
                [
                    .integer(id), .text(order.room.rawValue), .text(key.author.rawValue), .text(key.id),
                    .integer(message.sequence), .text(message.text), .text(asker.user.rawValue),
                    .text(order.reason), .integer(now()),
                ]
            )
            try await context.store.write([insertion, noting(id, of: "report")])
            try tell(of: try await report(id, in: order.room))
            return id
        }
    }

    /// The reports of these rooms in this state after the id `last`, the oldest first.
    func reports(in rooms: [RoomID], state: String, after last: Int64, limit: Int) async throws -> [Report] {
        try await reports(
            "room IN (SELECT value FROM json_each(?1)) AND state = ?2 AND id > ?3 ORDER BY id LIMIT ?4",
            [try SQLValue(rooms), .text(state), .integer(last), .integer(Int64(limit))]
        )
    }

    /// Has the asker look after a report: one of several who ask at once.
    func claim(_ order: ReportChange, by asker: Asker) async throws -> Report {
        try await inTurn { try await change(order, to: "claimed", by: asker) }
    }

    /// Notes what came of a report, by whoever claimed it, or by anybody where nobody did.
    func resolve(_ order: ReportChange, by asker: Asker) async throws -> Report {
        guard let outcome = order.outcome, 1...Order.reasonBytes ~= outcome.utf8.count,
            !outcome.utf8.contains(0)
        else { throw RequestError.bad("outcome", "text of 1 to \(Order.reasonBytes) bytes without U+0000") }
        return try await inTurn { try await change(order, to: "resolved", by: asker) }
    }

    private func change(_ order: ReportChange, to state: String, by asker: Asker) async throws -> Report {
        let report = try await report(order.report, in: order.room)
        guard report.state != "resolved" else { throw RequestError.notInForce }
        if let handler = report.handler, handler != asker.user.rawValue,
            (report.handledTime ?? 0) + Self.claimTime > now()
        {
            throw RequestError.claimed(by: handler)
        }
        try await context.store.write([
            Statement(
                """
                UPDATE moderation_report SET state = ?2, handler = ?3, handled_at = ?4, outcome = ?5 WHERE id = ?1
                """,
                [
                    .integer(report.id), .text(state), .text(asker.user.rawValue), .integer(now()),
                    state == "resolved" ? SQLValue(order.outcome) : .null,
                ]
            )
        ])
        let changed = try await self.report(order.report, in: order.room)
        try tell(of: changed)
        return changed
    }

    private func report(_ id: Int64, in room: RoomID) async throws -> Report {
        let found = try await reports("id = ?1 AND room = ?2", [.integer(id), .text(room.rawValue)])
        guard let report = found.first else { throw RequestError.unknown }
        return report
    }

    private func reports(_ condition: String, _ values: [SQLValue]) async throws -> [Report] {
        let query = Statement("SELECT \(Report.columns) FROM moderation_report WHERE \(condition)", values)
        return try await context.store.read(query).map { try Report($0) }
    }

    private func count(_ condition: String, _ value: String) async throws -> Int64 {
        let query = Statement(
            "SELECT count(*) FROM moderation_report WHERE \(condition) AND state <> 'resolved'",
            [.text(value)]
        )
        return try await context.store.read(query).first?.first?.integer ?? 0
    }

    private func tell(of report: Report) throws {
        try context.emit("moderation:reported", report, to: .moderators(of: RoomID(rawValue: report.room)))
    }

    /// The rooms that have something in `table`, which has an index that begins with `room`, and that `asker` moderates.
    func rooms(in table: String, moderatedBy asker: Asker) async throws -> [RoomID] {
        // From each room to the next in the index: a busy room costs no more than a quiet one.
        let query = Statement(
            """
            WITH RECURSIVE found (room) AS (
                SELECT min(room) FROM \(table)
                UNION ALL
                SELECT (SELECT min(room) FROM \(table) WHERE room > found.room) FROM found
                WHERE found.room IS NOT NULL
            ) SELECT room FROM found WHERE room IS NOT NULL
            """
        )
        return try await context.store.read(query).compactMap { $0.first?.text.map(RoomID.init) }
            .filter { asker.may(.moderate, in: $0) }
    }

    /// The id after the last one that was given in `moderation_<table>`, also where that is removed: moderators may have it on
    /// their screens still.
    func nextID(of table: String) async throws -> Int64 {
        let query = Statement("SELECT id FROM moderation_last WHERE name = ?1", [.text(table)])
        return (try await context.store.read(query).first?.first?.integer ?? 0) + 1
    }

    /// What keeps in mind that `id` was given; in the transaction that does so.
    func noting(_ id: Int64, of table: String) -> Statement {
        Statement(
            "INSERT OR REPLACE INTO moderation_last (name, id) VALUES (?1, ?2)",
            [.text(table), .integer(id)]
        )
    }
}
