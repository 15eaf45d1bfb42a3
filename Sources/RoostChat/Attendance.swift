internal import NIOCore
internal import RoostKit

/// Who is in a room, with which devices, and what of that is still to be told.
///
/// What changes is told together, less often the more there are to hear it, and a number takes the place of many names: however
/// many come and go, a room spends some 2,000 deliveries a second on it.
struct Attendance {
    /// How many names who joins is told: more than a screen has, and 5,000 who come again are not told 25 million.
    static let namesOfState = 200
    /// How many names one telling has at most.
    static let namesOfTelling = 100
    /// How long one telling comes after another in a small room: too short for people to notice.
    static let pause = TimeAmount.milliseconds(250)
    /// By how much longer for each person there.
    static let pausePerPerson = TimeAmount.microseconds(500)
    /// How long somebody stays whose last connection was lost: most are back by then.
    static let grace = TimeAmount.seconds(10)

    private struct Person {
        var devices: [String: PresenceStatus] = [:]
        var status: PresenceStatus
        /// When they are gone, if they are not back by then.
        var end: NIODeadline?
    }

    private struct Untold {
        /// What was told before; `nil` where they were not there.
        var status: PresenceStatus?
        /// Whether they were not there for a moment.
        var hasLeft = false
    }

    /// Who is there, in order of name.
    private(set) var names: [UserID] = []
    private var people: [UserID: Person] = [:]
    /// Those who are not just online: few, most of the time.
    private var others: Set<UserID> = []
    /// Those of whom something is to be told.
    private var untold: [UserID: Untold] = [:]
    /// Those without a connection, with the end of their stay, in that order.
    private var lingering: CircularBuffer<(user: UserID, end: NIODeadline)> = []
    /// Before this nothing more is told.
    private var pauseEnd = NIODeadline.uptimeNanoseconds(0)
    /// Whether somebody came who knows what was not told yet, and not what was before that.
    private var hasNewcomers = false

    /// How many are there.
    var count: Int { names.count }

    /// When there is something to do next.
    var due: NIODeadline? {
        let telling = untold.isEmpty ? nil : pauseEnd
        guard let leaving = lingering.first?.end else { return telling }
        return telling.map { min($0, leaving) } ?? leaving
    }

    /// How those of `users` are there who are not just online.
    func exceptions(among users: [UserID]) -> [UserID: PresenceStatus] {
        guard !others.isEmpty else { return [:] }
        return users.reduce(into: [:]) { found, user in
            if others.contains(user) { found[user] = status(of: user) }
        }
    }

    /// How `user` is there, or `nil`.
    func status(of user: UserID) -> PresenceStatus? { people[user]?.status }

    /// Whether others do not know yet that `user` came.
    func isUntold(_ user: UserID) -> Bool {
        !untold.isEmpty && untold[user].map { $0.status == nil } ?? false
    }

    /// The first names that who joins is told, while nothing of them has changed.
    private var first: [UserID]?

    /// The first `namesOfState` names, in order.
    mutating func firstNames() -> [UserID] {
        let names = first ?? Array(names.prefix(Self.namesOfState))
        first = names
        return names
    }

    /// At most `limit` names, in order, after `name`.
    func page(after name: UserID?, limit: Int) -> ArraySlice<UserID> {
        let start = name.map { name in
            let place = place(of: name)
            return place < names.count && names[place] == name ? place + 1 : place
        }
        return names[(start ?? 0)...].prefix(limit)
    }

    /// The device is there; answers whether its user was not.
    mutating func enter(_ device: String, of user: UserID, as status: PresenceStatus) -> Bool {
        hasNewcomers = hasNewcomers || !untold.isEmpty
        let isNew = people[user] == nil
        if isNew { insert(user) }
        change(user) { person in
            person.devices[device] = status
            person.end = nil
        }
        return isNew
    }

    /// The device is not there any more, and answers whether its user is gone.
    ///
    /// Where `end` is given the user stays until then, to come again.
    mutating func exit(_ device: String, of user: UserID, staying end: NIODeadline? = nil) -> Bool {
        guard let devices = people[user]?.devices, devices[device] != nil else { return false }
        if devices.count == 1, end == nil {
            remove(user)
            return true
        }
        change(user) { person in
            person.devices[device] = nil
            if person.devices.isEmpty { person.end = end }
        }
        if devices.count == 1, let end { lingering.append((user, end)) }
        return false
    }

    /// Ends the stay of `user`, who has no device here; answers whether there was one.
    mutating func endStay(of user: UserID) -> Bool {
        guard people[user]?.devices.isEmpty == true else { return false }
        remove(user)
        return true
    }

    /// The device's user is there in this way, as far as this device says.
    mutating func set(_ status: PresenceStatus, on device: String, of user: UserID) {
        guard people[user]?.devices[device] != nil else { return }
        change(user) { $0.devices[device] = status }
    }

    /// Who did not come again in time; they are gone.
    mutating func expired(at now: NIODeadline) -> [UserID] {
        var gone: [UserID] = []
        while let (user, end) = lingering.first, end <= now {
            lingering.removeFirst()
            // Whoever was back meanwhile, and perhaps went again, has another end or none.
            guard people[user]?.end == end else { continue }
            remove(user)
            gone.append(user)
        }
        return gone
    }

    /// What is to be told now: once in a while, unless `isUrgent`.
    mutating func change(at now: NIODeadline, isUrgent: Bool = false) -> AttendanceChange? {
        guard !untold.isEmpty, isUrgent || pauseEnd <= now else { return nil }
        var (joined, left): ([UserID], [UserID]) = ([], [])
        var statuses: [UserID: PresenceStatus] = [:]
        var rest: [UserID: Untold] = [:]
        for (user, old) in untold {
            guard let status = people[user]?.status else {
                if old.status != nil || hasNewcomers { left.append(user) }
                continue
            }
            let isNew = old.status == nil || (old.hasLeft && hasNewcomers)
            if isNew { joined.append(user) }
            // Who came is online unless more is said.
            guard status != (isNew ? .online : old.status) || (hasNewcomers && !isNew) else { continue }
            if statuses.count < Self.namesOfTelling {
                statuses[user] = status
            } else {
                rest[user] = Untold(status: old.status ?? .online)
            }
        }
        untold = rest
        hasNewcomers = false
        guard !joined.isEmpty || !left.isEmpty || !statuses.isEmpty else { return nil }
        // Who is alone told nobody.
        if count > 1 || joined.isEmpty { pauseEnd = now + Self.pause + Self.pausePerPerson * count }
        return AttendanceChange(
            joined: Self.named(joined),
            left: Self.named(left),
            statuses: statuses,
            count: count
        )
    }

    private static func named(_ users: [UserID]) -> [UserID]? {
        users.count <= namesOfTelling ? users.sorted { $0.rawValue < $1.rawValue } : nil
    }

    private mutating func change(_ user: UserID, _ body: (inout Person) -> Void) {
        let before = people[user]?.status
        let status = Self.change(&people[user, default: Person(status: .online)], body)
        note(user, isOther: status != .online)
        if status != before, untold[user] == nil { untold[user] = Untold(status: before) }
    }

    private static func change(_ person: inout Person, _ body: (inout Person) -> Void) -> PresenceStatus {
        body(&person)
        // Who has no device at the moment is there as they were.
        person.status = person.devices.values.max() ?? person.status
        return person.status
    }

    private mutating func insert(_ user: UserID) {
        let place = place(of: user)
        names.insert(user, at: place)
        if place < Self.namesOfState { first = nil }
    }

    private mutating func remove(_ user: UserID) {
        guard let person = people.removeValue(forKey: user) else { return }
        let place = place(of: user)
        names.remove(at: place)
        if place < Self.namesOfState { first = nil }
        note(user, isOther: false)
        untold[user, default: Untold(status: person.status)].hasLeft = true
    }

    private mutating func note(_ user: UserID, isOther: Bool) {
        if isOther { others.insert(user) } else if !others.isEmpty { others.remove(user) }
    }

    /// Where `user` stands in `names`, or would.
    private func place(of user: UserID) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle].rawValue < user.rawValue { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
