internal import RoostKit

/// What holds just now: what the log comes to.
struct Standing: Sendable {
    private var actions: [Subject: Action] = [:]
    private var subjects: [Int64: Subject] = [:]

    /// What holds, in the order of the log.
    var all: [Action] { actions.values.sorted { $0.id < $1.id } }

    /// Takes the next action of the log.
    mutating func apply(_ action: Action) {
        if let ended = action.of { end(ended) }
        guard action.kind.isLasting else { return }
        if let before = actions[action.subject] { end(before.id) }
        actions[action.subject] = action
        subjects[action.id] = action.subject
    }

    /// The lasting action with this id, while it holds.
    func action(_ id: Int64) -> Action? { subjects[id].flatMap { actions[$0] } }

    /// The lasting action about `subject`, over or not.
    func action(of subject: Subject) -> Action? { actions[subject] }

    /// The lasting action about this that holds at `now`.
    func action(_ kind: Action.Kind, _ room: RoomID?, _ target: String? = nil, at now: Int64) -> Action? {
        guard let action = actions[Subject(kind: kind, room: room, target: target)] else { return nil }
        return action.until.map { $0 > now } ?? true ? action : nil
    }

    /// The same in `room`, or else on the whole server.
    func here(_ kind: Action.Kind, _ room: RoomID, _ target: String? = nil, at now: Int64) -> Action? {
        action(kind, room, target, at: now) ?? action(kind, nil, target, at: now)
    }

    /// Seconds between two messages of one user in `room`.
    func slowness(of room: RoomID, at now: Int64) -> Int64 { here(.slow, room, at: now)?.amount ?? 0 }

    /// How far the server is closed.
    func lockdown(at now: Int64) -> Lockdown {
        Lockdown(rawValue: Int(action(.lockdown, nil, at: now)?.amount ?? 0)) ?? .open
    }

    /// What has to be ended at `now`, the oldest first.
    func due(at now: Int64) -> [Action] { all.filter { $0.until.map { $0 <= now } ?? false } }

    /// When something has to be ended next.
    var nextEnd: Int64? { actions.values.compactMap(\.until).min() }

    private mutating func end(_ id: Int64) {
        guard let subject = subjects.removeValue(forKey: id) else { return }
        actions[subject] = nil
    }
}

/// How far the whole server is closed; each level closes what the ones before it close.
enum Lockdown: Int, Comparable, Sendable {
    case open, signUp, guests, newAccounts

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
