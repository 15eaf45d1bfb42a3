internal import RoostKit

/// The payload of a request for one more filter.
struct FilterOrder: Decodable, Sendable {
    var room: RoomID?
    var kind: FilterRule.Kind
    /// One or several of the same kind.
    var patterns: [String]
    var verdict: FilterRule.Verdict
}

/// The payload of a request that removes filters.
struct FilterRemoval: Decodable, Sendable {
    var room: RoomID?
    var filters: [Int64]
}

// The filters: every change is written once it is known to work, and answered once it holds.
extension Desk {
    /// Packets are of at most a megabyte.
    private static let batch = 10_000

    /// Adds filters for a room, or for everywhere, and answers their ids in order.
    func addFilters(_ order: FilterOrder, by asker: Asker) async throws -> [Int64] {
        guard 1...Self.batch ~= order.patterns.count else {
            throw RequestError.bad("patterns", "a list of 1 to \(Self.batch)")
        }
        guard order.verdict != .allow || order.kind == .link else {
            throw RequestError.bad("verdict", "mask, hold or refuse: only links can be allowed")
        }
        return try await inTurn(in: order.room) {
            let before = try await storedRules()
            let first = (before.map(\.id).max() ?? 0) + 1
            let added = order.patterns.enumerated().map { index, pattern in
                let pattern = order.kind == .expression ? pattern : pattern.lowercased()
                return FilterRule(
                    id: first + Int64(index),
                    kind: order.kind,
                    pattern: pattern,
                    verdict: order.verdict,
                    room: order.room
                )
            }
            let filters = try await made(of: before + added, adding: added)
            try await context.store.write(added.map { insertion(of: $0, by: asker.user) })
            judge.replace(filters)
            return added.map(\.id)
        }
    }

    /// Removes filters of a room, or of the server.
    func removeFilters(_ order: FilterRemoval) async throws {
        guard 1...Self.batch ~= order.filters.count else {
            throw RequestError.bad("filters", "a list of 1 to \(Self.batch)")
        }
        try await inTurn {
            let (before, removed) = (try await storedRules(), Set(order.filters))
            let count = before.count { removed.contains($0.id) && $0.room == order.room }
            guard count == removed.count else { throw RequestError.unknown }
            let filters = try await FilterSet.made(of: before.filter { !removed.contains($0.id) })
            try await context.store.write(
                removed.map { Statement("DELETE FROM moderation_filter WHERE id = ?1", [.integer($0)]) }
            )
            judge.replace(filters)
        }
    }

    /// The filters of a room, or of the server, after the id `last`.
    nonisolated func filters(of room: RoomID?, after last: Int64, limit: Int) -> [FilterRule] {
        let rules = judge.filters.rules.values.filter { $0.room == room && $0.id > last }
        return Array(rules.sorted { $0.id < $1.id }.prefix(limit))
    }

    /// Makes the filters of what is stored.
    func reloadFilters() async throws {
        judge.replace(try await FilterSet.made(of: try await storedRules()))
    }

    private func made(of rules: [FilterRule], adding added: [FilterRule]) async throws -> FilterSet {
        do {
            let places = rules.map { "\($0.room?.rawValue ?? "")\n\($0.kind.rawValue)\n\($0.pattern)" }
            guard Set(places).count == rules.count else { throw FilterError.exists }
            let kind = added[0].kind
            guard rules.count(where: { $0.kind == kind }) <= kind.limit else {
                throw FilterError.tooMany(kind.limit)
            }
            return try await FilterSet.made(of: rules)
        } catch let error as FilterError {
            throw error.request
        }
    }

    private func storedRules() async throws -> [FilterRule] {
        let query = Statement("SELECT id, kind, pattern, verdict, room FROM moderation_filter ORDER BY id")
        return try await context.store.read(query).map { row in
            guard row.count == 5, let id = row[0].integer, let pattern = row[2].text, let room = row[4].text,
                let kind = row[1].text.flatMap(FilterRule.Kind.init),
                let verdict = row[3].text.flatMap(FilterRule.Verdict.init)
            else { throw UnexpectedRow() }
            let place = room.isEmpty ? nil : RoomID(rawValue: room)
            return FilterRule(id: id, kind: kind, pattern: pattern, verdict: verdict, room: place)
        }
    }

    private func insertion(of rule: FilterRule, by user: UserID) -> Statement {
        Statement(
            "INSERT INTO moderation_filter (id, kind, pattern, verdict, room, actor, at) VALUES (?1,?2,?3,?4,?5,?6,?7)",
            [
                .integer(rule.id), .text(rule.kind.rawValue), .text(rule.pattern),
                .text(rule.verdict.rawValue),
                .text(rule.room?.rawValue ?? ""), .text(user.rawValue), .integer(now()),
            ]
        )
    }
}

extension FilterRule.Kind {
    /// How many there may be.
    fileprivate var limit: Int {
        switch self {
        case .word: FilterSet.wordLimit
        case .link: FilterSet.linkLimit
        case .expression: FilterSet.expressionLimit
        }
    }
}
