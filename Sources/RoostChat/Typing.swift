internal import NIOCore
internal import RoostKit

/// Who writes something in a room at the moment, and what of that was told.
struct Typing {
    /// How long changes gather before they are told together.
    static let tick = TimeAmount.milliseconds(250)
    /// How long somebody writes who does not say so again.
    static let lifetime = TimeAmount.seconds(6)
    /// How often those who still write are told again: to who reads slowly it may not have been told, and others have come.
    static let pause = TimeAmount.seconds(3)
    /// How many are told at most: nobody reads more names, and a large room must not be busy with this.
    static let userLimit = 10

    private var ends: [UserID: NIODeadline] = [:]
    private var told: [UserID] = []
    private var toldAt = NIODeadline.distantPast

    /// Whether there is nothing to tell, now or later.
    var isIdle: Bool { ends.isEmpty && told.isEmpty }

    /// `user` writes from now on.
    mutating func start(_ user: UserID, at now: NIODeadline) {
        ends[user] = now + Self.lifetime
    }

    /// `user` does not write any more.
    mutating func stop(_ user: UserID) {
        if !ends.isEmpty { ends[user] = nil }
    }

    /// Who writes now, by name, where that is not what was told last, or is so for a while.
    mutating func change(at now: NIODeadline) -> [UserID]? {
        ends = ends.filter { $0.value > now }
        let users = Array(ends.keys.sorted { $0.rawValue < $1.rawValue }.prefix(Self.userLimit))
        guard users != told || (!users.isEmpty && now >= toldAt + Self.pause) else { return nil }
        (told, toldAt) = (users, now)
        return users
    }
}
