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
        let endsAt: Int64
    }

    /// Those on more than one thing.
    private let wide: [Rule]
    /// Those on one thing each: somebody may have a role in a thousand rooms, and asks about one.
    private let narrow: [Resource: [Rule]]

    /// What `stored` grants.
    ///
    /// A pattern of an unknown form grants nothing.
    init(_ stored: [StoredGrant]) {
        var wide: [Rule] = []
        var narrow: [Resource: [Rule]] = [:]
        for grant in stored {
            guard let pattern = Self.pattern(grant.resource) else { continue }
            let right = grant.right == "*" ? nil : Right(rawValue: grant.right)
            let rule = Rule(right: right, pattern: pattern, endsAt: grant.endsAt ?? .max)
            if case .one(let resource) = pattern {
                narrow[resource, default: []].append(rule)
            } else {
                wide.append(rule)
            }
        }
        (self.wide, self.narrow) = (wide, narrow)
    }

    /// The rooms that are named in the grants, each once.
    var namedRooms: Set<RoomID> {
        Set(narrow.keys.compactMap { if case .room(let room) = $0 { room } else { nil } })
    }

    /// Whether `right` on `resource` is among the grants.
    func allows(_ right: Right, on resource: Resource) -> Bool {
        rules(on: resource) { rule in
            (rule.right == nil || rule.right == right) && Self.matches(rule.pattern, resource)
        }
    }

    /// Whether whoever has these may do all that `right` on `pattern` allows, `*` being everything, and for as long as until
    /// `end`.
    func covers(right: String, on pattern: String, until end: Int64 = .min) -> Bool {
        guard let pattern = Self.pattern(pattern) else { return false }
        let resource: Resource? = if case .one(let resource) = pattern { resource } else { nil }
        return rules(on: resource) { rule in
            (rule.right == nil || rule.right?.rawValue == right) && end <= rule.endsAt
                && Self.covers(rule.pattern, pattern)
        }
    }

    private func rules(on resource: Resource?, contain isWanted: (Rule) -> Bool) -> Bool {
        wide.contains(where: isWanted)
            || resource.flatMap { narrow[$0] }?.contains(where: isWanted) ?? false
    }

    private static func covers(_ pattern: Pattern, _ other: Pattern) -> Bool {
        switch other {
        case .everything, .everyRoom: pattern == .everything || pattern == other
        case .one(let resource): matches(pattern, resource)
        }
    }

    private static func matches(_ pattern: Pattern, _ resource: Resource) -> Bool {
        switch (pattern, resource) {
        case (.everything, .room(let id)): !id.isForParticipants
        case (.everything, .server): true
        // Private rooms are for those who have a grant there.
        case (.everyRoom, .room(let id)): !id.isPrivate
        case (.one(let named), _): named == resource
        case (.everyRoom, .server): false
        }
    }

    /// The one thing that `pattern` is about; `nil` where it is about more, or has an unknown form.
    static func resource(_ pattern: String) -> Resource? {
        if case .one(let resource)? = Self.pattern(pattern) { resource } else { nil }
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
