internal import RoostKit

/// The payload of a request for one more filter.
struct FilterOrder: Decodable, Sendable {
    var room: RoomID?
    var kind: FilterRule.Kind
    /// One or several of the same kind.
    var patterns: [String]
    var verdict: FilterRule.Verdict

    /// The patterns as they are kept and compared.
    var checkedPatterns: [String] {
        get throws(RequestError) {
            do throws(FilterError) {
                switch kind {
                case .word: return patterns.map { $0.lowercased() }
                case .link:
                    var hosts: [String] = []
                    for pattern in patterns { hosts.append(try Link.pattern(pattern)) }
                    return hosts
                case .expression: return patterns
                }
            } catch {
                throw error.request
            }
        }
    }
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
        let patterns = try order.checkedPatterns
        return try await inTurn(in: order.room) {
            let before = try await storedRules("WHERE room = ?1", [.text(order.room?.rawValue ?? "")])
            let first = try await nextID(of: "filter")
            let added = patterns.enumerated().map { index, pattern in
                FilterRule(
                    id: first + Int64(index),
                    kind: order.kind,
                    pattern: pattern,
                    verdict: order.verdict,
                    room: order.room
                )
            }
            do throws(FilterError) {
                try Self.check(before + added, of: order.kind, isServer: order.room == nil)
            } catch {
                throw error.request
            }
            let filters = await PlaceFilters.made(of: before + added)
            if let wrong = filters.broken.first(where: { $0.rule.id >= first }) { throw wrong.error.request }
            let last = first + Int64(added.count) - 1
            try await context.store.write(
                added.map { insertion(of: $0, by: asker.user) } + [noting(last, of: "filter")]
            )
            judge.replace(filters, in: order.room)
            return added.map(\.id)
        }
    }

    /// Removes filters of a room, or of the server.
    func removeFilters(_ order: FilterRemoval) async throws {
        guard 1...Self.batch ~= order.filters.count else {
            throw RequestError.bad("filters", "a list of 1 to \(Self.batch)")
        }
        try await inTurn {
            let before = try await storedRules("WHERE room = ?1", [.text(order.room?.rawValue ?? "")])
            let removed = Set(order.filters)
            guard before.count(where: { removed.contains($0.id) }) == removed.count else {
                throw RequestError.unknown
            }
            let filters = await PlaceFilters.made(of: before.filter { !removed.contains($0.id) })
            try await context.store.write(
                removed.map { Statement("DELETE FROM moderation_filter WHERE id = ?1", [.integer($0)]) }
            )
            judge.replace(filters, in: order.room)
        }
    }

    /// The filters of a room, or of the server, after the id `last`.
    nonisolated func filters(of room: RoomID?, after last: Int64, limit: Int) -> [FilterRule] {
        Array(judge.filters.rules(of: room).filter { $0.id > last }.prefix(limit))
    }

    /// Makes the filters of what is stored; what works no more is left out, and the server's log says so.
    func reloadFilters() async throws {
        var filters = FilterSet()
        for (room, rules) in Dictionary(grouping: try await storedRules(), by: \.room) {
            filters.replace(await PlaceFilters.made(of: rules), in: room)
        }
        for (rule, error) in filters.broken {
            context.log(.warning, "a filter does not work", ["filter": "\(rule.id)", "error": "\(error)"])
        }
        judge.replace(filters)
    }

    /// Refuses what is there twice, and too much of a kind.
    private static func check(_ rules: [FilterRule], of kind: FilterRule.Kind, isServer: Bool)
        throws(FilterError)
    {
        let patterns = rules.filter { $0.kind == kind }.map(\.pattern)
        guard Set(patterns).count == patterns.count else { throw .exists }
        let limit = kind.limit(isServer: isServer)
        guard patterns.count <= limit else { throw .tooMany(limit) }
    }

    private func storedRules(_ condition: String = "", _ values: [SQLValue] = []) async throws -> [FilterRule]
    {
        let query = "SELECT id, kind, pattern, verdict, room FROM moderation_filter \(condition)"
        return try await context.store.read(Statement(query, values)).map { row in
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
