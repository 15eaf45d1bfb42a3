internal import RoostKit
internal import RoostStore

/// A snapshot of what one user may do.
struct GrantSet: Hashable, Sendable {
    private enum Pattern: Hashable {
        case everything
        case everyRoom
        case one(Resource)
    }

    private struct Rule: Hashable {
        // `nil` is every right.
        let right: Right?
        let pattern: Pattern
    }

    private let rules: [Rule]

    /// What `stored` grants.
    ///
    /// A pattern of an unknown form grants nothing.
    init(_ stored: [StoredGrant]) {
        rules = stored.compactMap { grant in
            Self.pattern(grant.resource).map { pattern in
                Rule(right: grant.right == "*" ? nil : Right(rawValue: grant.right), pattern: pattern)
            }
        }
    }

    /// The rooms that are named in the grants, each once.
    var namedRooms: Set<RoomID> {
        Set(rules.compactMap { if case .one(.room(let room)) = $0.pattern { room } else { nil } })
    }

    /// Whether `right` on `resource` is among the grants.
    func allows(_ right: Right, on resource: Resource) -> Bool {
        rules.contains { rule in
            (rule.right == nil || rule.right == right) && Self.matches(rule.pattern, resource)
        }
    }

    /// Whether whoever has these may do all that `right` on `pattern` allows, `*` being everything.
    func covers(right: String, on pattern: String) -> Bool {
        guard let pattern = Self.pattern(pattern) else { return false }
        return rules.contains { rule in
            (rule.right == nil || rule.right?.rawValue == right) && Self.covers(rule.pattern, pattern)
        }
    }

    private static func covers(_ pattern: Pattern, _ other: Pattern) -> Bool {
        switch other {
        case .everything, .everyRoom: pattern == .everything || pattern == other
        case .one(let resource): matches(pattern, resource)
        }
    }

    private static func matches(_ pattern: Pattern, _ resource: Resource) -> Bool {
        switch (pattern, resource) {
        case (.everything, _): true
        // Private rooms are for those who have a grant there.
        case (.everyRoom, .room(let id)): !id.isPrivate
        case (.one(let named), _): named == resource
        case (.everyRoom, .server): false
        }
    }

    private static func pattern(_ text: String) -> Pattern? {
        switch text {
        case "*": .everything
        case "server": .one(.server)
        case "room:*": .everyRoom
        case _ where text.hasPrefix("room:"): .one(.room(RoomID(rawValue: String(text.dropFirst(5)))))
        default: nil
        }
    }
}
