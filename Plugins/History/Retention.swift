internal import RoostKit

/// How long messages are kept: the older of two limits decides, and nothing decides where neither is set.
struct RetentionRule: Equatable, Codable {
    /// How many days; at least one.
    var days: Int64?
    /// How many messages of a room; the newest are kept.
    var messages: Int64?

    static let dayLimits: ClosedRange<Int64> = 1...36_500
    static let messageLimits: ClosedRange<Int64> = 1...100_000_000
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// Refuses numbers out of their ranges.
    func check() throws(RequestError) {
        if let days, !Self.dayLimits.contains(days) {
            throw .badRequest(
                "the field 'days' must be from \(Self.dayLimits.lowerBound) to \(Self.dayLimits.upperBound)"
            )
        }
        if let messages, !Self.messageLimits.contains(messages) {
            throw .badRequest(
                "the field 'messages' must be from \(Self.messageLimits.lowerBound) to \(Self.messageLimits.upperBound)"
            )
        }
    }

    /// Whether everything is kept.
    var isEmpty: Bool { days == nil && messages == nil }

    /// The time before which messages go.
    func cutoff(at now: Int64) -> Int64? { days.map { now - $0 * Self.millisecondsPerDay } }
}

/// Removes what is older than its rule allows, some messages at a time.
struct Retention: Sendable {
    /// Some 10 ms of the writer's time, which rooms wait for.
    static let step: Int64 = 200

    let store: any ModuleStore

    /// The rule of each room that has one of its own.
    func rules() async throws -> [RoomID: RetentionRule] {
        let rows = try await store.read(Statement("SELECT room, days, messages FROM history_retention"))
        return rows.reduce(into: [:]) { rules, row in
            guard row.count == 3, case .text(let room) = row[0] else { return }
            rules[RoomID(rawValue: room)] = RetentionRule(days: row[1].integer, messages: row[2].integer)
        }
    }

    /// Gives `room` a rule of its own; one that is empty keeps everything, and `nil` is the server's.
    func set(_ rule: RetentionRule?, for room: RoomID) async throws {
        let name = SQLValue.text(room.rawValue)
        guard let rule else {
            return try await store.write([Statement("DELETE FROM history_retention WHERE room = ?1", [name])])
        }
        try await store.write([
            Statement(
                "INSERT OR REPLACE INTO history_retention (room, days, messages) VALUES (?1, ?2, ?3)",
                [
                    name, rule.days.map(SQLValue.integer) ?? .null,
                    rule.messages.map(SQLValue.integer) ?? .null,
                ]
            )
        ])
    }

    /// The first room after `room` that has messages or facts, by id.
    func room(after room: RoomID?) async throws -> RoomID? {
        let rows = try await store.read(
            Statement(
                """
                SELECT min(room) FROM (
                    SELECT min(room) AS room FROM history_message WHERE room > ?1
                    UNION ALL SELECT min(room) FROM history_fact WHERE room > ?1
                )
                """,
                [.text(room?.rawValue ?? "")]
            )
        )
        guard case .text(let name) = rows.first?.first else { return nil }
        return RoomID(rawValue: name)
    }

    /// Removes the oldest messages and facts that `rule` does not keep, at most a step; answers how many.
    func removeStep(from room: RoomID, by rule: RetentionRule, at now: Int64) async throws -> Int {
        let cutoff = rule.cutoff(at: now)
        var keys: [Int64] = []
        if let cutoff { keys = try await self.keys(in: room, before: cutoff) }
        if keys.isEmpty, let count = rule.messages { keys = try await self.keys(in: room, past: count) }
        if !keys.isEmpty { try await store.write(Self.removal(of: keys)) }
        guard keys.isEmpty, let cutoff else { return keys.count }
        return try await removeFacts(from: room, before: cutoff)
    }

    /// Removes the next messages and facts of a room that is gone, at most a step, and with the last ones all else of it; answers
    /// how many.
    func eraseStep(from room: RoomID) async throws -> Int {
        let keys = try await keys(in: room, before: .max)
        if !keys.isEmpty { try await store.write(Self.removal(of: keys)) }
        let count = keys.isEmpty ? try await removeFacts(from: room, before: .max) : keys.count
        if count == 0 {
            let name = SQLValue.text(room.rawValue)
            try await store.write([Statement("DELETE FROM history_retention WHERE room = ?1", [name])])
        }
        return count
    }

    private func keys(in room: RoomID, before cutoff: Int64) async throws -> [Int64] {
        try await store.read(
            Statement(
                """
                SELECT key FROM history_message AS message
                WHERE room = ?1 AND at < ?2 AND NOT \(Hold.covers) ORDER BY at LIMIT ?3
                """,
                [.text(room.rawValue), .integer(cutoff), .integer(Self.step)]
            )
        ).compactMap { $0.first?.integer }
    }

    private func keys(in room: RoomID, past count: Int64) async throws -> [Int64] {
        try await store.read(
            Statement(
                """
                SELECT key FROM history_message AS message
                WHERE room = ?1 AND sequence < (
                    SELECT sequence FROM history_message
                    WHERE room = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2 - 1
                ) AND NOT \(Hold.covers) ORDER BY sequence LIMIT ?3
                """,
                [.text(room.rawValue), .integer(count), .integer(Self.step)]
            )
        ).compactMap { $0.first?.integer }
    }

    /// Removes the first facts that modules noted before a time, at most a step; answers how many.
    private func removeFacts(from room: RoomID, before cutoff: Int64) async throws -> Int {
        // What goes is looked for before, so that whoever writes does not wait for that.
        let query = """
            SELECT sequence FROM history_fact AS message
            WHERE room = ?1 AND at < ?2 AND NOT \(Hold.coversRoom) ORDER BY sequence LIMIT ?3
            """
        let name = SQLValue.text(room.rawValue)
        let places = try await store.read(Statement(query, [name, .integer(cutoff), .integer(Self.step)]))
            .compactMap { $0.first?.integer }
        guard !places.isEmpty else { return 0 }
        let removal =
            "DELETE FROM history_fact WHERE room = ?1 AND sequence IN (SELECT value FROM json_each(?2))"
        try await store.write([Statement(removal, [name, .list(places)])])
        return places.count
    }

    /// The statements that remove the messages with these keys, with all that is about them.
    static func removal(of keys: [Int64]) -> [Statement] {
        let list = [SQLValue.list(keys)]
        let identified = """
            (author, id) IN (
                SELECT author, id FROM history_message WHERE key IN (SELECT value FROM json_each(?1))
            )
            """
        return [
            WordIndex.removal(ofNumbers: keys),
            Statement("DELETE FROM history_reaction WHERE \(identified)", list),
            Statement(
                """
                DELETE FROM history_change WHERE (room, sequence) IN (
                    SELECT change.room, change.sequence
                    FROM json_each(?1) AS wanted
                    CROSS JOIN history_message AS message ON message.key = wanted.value
                    CROSS JOIN history_change AS change
                        ON change.author = message.author AND change.id = message.id
                )
                """,
                list
            ),
            Statement("DELETE FROM history_message WHERE key IN (SELECT value FROM json_each(?1))", list),
        ]
    }
}
