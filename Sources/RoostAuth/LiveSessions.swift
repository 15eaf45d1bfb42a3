internal import RoostKit
internal import RoostStore
internal import Synchronization

/// Everybody who is connected, by session: the one place from which an end reaches them.
///
/// Whoever ends sessions commits that first and comes here second. Whoever connects notes the `round`, reads the
/// store and comes here third. So one of the two always sees the other. Whoever has given rights begins a round, reads the
/// store and comes here third: of two readings the later one counts, whichever comes first.
final class LiveSessions: Sendable {
    private struct Entry {
        weak var live: LiveSession?
        /// The round of its rights.
        var round: Int
    }

    /// Of how many sessions and users it is known when they were changed.
    private static let changeLimit = 10_000

    private struct State {
        var entries: [SessionID: [ObjectIdentifier: Entry]] = [:]
        /// The connected sessions of each user, some of which may be gone by now.
        var sessions: [UserID: Set<SessionID>] = [:]
        var round = 0
        /// In which round sessions were ended and users got other rights; those that are not here by `firstRound`.
        var ends: [SessionID: Int] = [:]
        var renewals: [UserID: Int] = [:]
        var firstRound = 0
        var timer: Task<Void, Never>?
        /// When the timer goes off, or later than anything where there is none.
        var alarm = Int64.max

        /// The sessions with this id that are connected.
        func live(_ id: SessionID) -> [LiveSession] { entries[id]?.values.compactMap(\.live) ?? [] }

        /// Whether `session`, which was read in `round`, may be another one since then.
        func mayHaveChanged(_ session: Session, since round: Int) -> Bool {
            round < max(firstRound, ends[session.id] ?? 0, renewals[session.user] ?? 0)
        }

        /// Makes place for the changes of so many more sessions or users.
        mutating func forgetChanges(for count: Int) {
            guard ends.count + renewals.count + count > LiveSessions.changeLimit else { return }
            (ends, renewals) = ([:], [:])
            firstRound = round
        }

        /// Begins a round in which these sessions end, and answers those that are connected.
        mutating func end(_ ids: [SessionID]) -> [LiveSession] {
            round += 1
            forgetChanges(for: ids.count)
            for id in ids { ends[id] = round }
            return ids.flatMap(live)
        }
    }

    private let state = Mutex(State())
    let lifetime: SessionLifetime
    let now: @Sendable () -> Int64
    private let tell: @Sendable (any ChatEvent) -> Void
    private let write: @Sendable (SessionID, Int64) async -> Void

    /// Nobody yet; `tell` hears of sign-ins that end, and `write` is called now and then with a session that was used, and when.
    init(
        lifetime: SessionLifetime,
        tell: @escaping @Sendable (any ChatEvent) -> Void,
        now: @escaping @Sendable () -> Int64,
        write: @escaping @Sendable (SessionID, Int64) async -> Void
    ) {
        self.lifetime = lifetime
        self.tell = tell
        self.now = now
        self.write = write
    }

    deinit {
        state.withLock { $0.timer?.cancel() }
    }

    /// The round of whoever is about to read a session from the store.
    var round: Int { state.withLock(\.round) }

    /// Begins a round for whoever is about to read the rights of somebody who has got more.
    func beginRenewal() -> Int {
        state.withLock { state in
            state.round += 1
            return state.round
        }
    }

    /// How many connections there are.
    var count: Int { state.withLock { state in state.entries.values.reduce(0) { $0 + $1.count } } }

    /// Takes in a connection of `session`, unless that may be another one since `round`: then it answers `nil`.
    ///
    /// `place` is a guest's.
    func add(
        _ session: Session,
        lastUsedAt: Int64,
        since round: Int,
        place: GuestPlace? = nil
    ) -> LiveSession? {
        let live = LiveSession(session, lastUsedAt: lastUsedAt, registry: self, place: place)
        let isIn = state.withLock { state in
            guard !state.mayHaveChanged(session, since: round) else { return false }
            state.entries[session.id, default: [:]][ObjectIdentifier(live)] = Entry(live: live, round: round)
            state.sessions[session.user, default: []].insert(session.id)
            return true
        }
        guard isIn else { return nil }
        let idleEnd = idleEnd(of: session, lastUsedAt: lastUsedAt)
        schedule(min(session.expiresAt, session.rightsEndAt, idleEnd))
        return live
    }

    /// When `session` ends unless it is used after `lastUsedAt`.
    func idleEnd(of session: Session, lastUsedAt: Int64) -> Int64 {
        session.isPersonal ? .max : lastUsedAt + lifetime.idle.milliseconds
    }

    /// Forgets a connection that is over.
    func remove(_ live: ObjectIdentifier, of id: SessionID, user: UserID) {
        state.withLock { state in
            state.entries[id]?[live] = nil
            guard state.entries[id]?.isEmpty == true else { return }
            state.entries[id] = nil
            state.sessions[user]?.remove(id)
            if state.sessions[user]?.isEmpty == true { state.sessions[user] = nil }
        }
    }

    /// Ends every connection with one of `ids`; on return none of them does or hears anything more.
    ///
    /// Where they are a user's sign-ins, which are over, `user` says whose.
    func end(_ ids: [SessionID], of user: UserID? = nil, _ end: SessionEnd) async {
        await Self.finish(state.withLock { $0.end(ids) }, end)
        if let user { for id in ids { tellEnd(of: id, of: user, end) } }
    }

    /// Ends every connection with a token that was made of `block`, likewise.
    func end(_ id: SessionID, block: String, _ end: SessionEnd) async {
        let ended = state.withLock { $0.end([id]) }
        await Self.finish(ended.filter { $0.session.isMade(of: block) }, end)
    }

    /// Ends every connection, likewise.
    func endAll(_ end: SessionEnd) async {
        let ended = state.withLock { state in
            state.round += 1
            state.firstRound = state.round
            return state.entries.keys.flatMap(state.live)
        }
        await Self.finish(ended, end)
    }

    /// Has every connection of `user` do what `granted` allows, which was read in `round`, but those whose rights were read
    /// later.
    func replaceGrants(of user: UserID, with granted: [StoredGrant], from round: Int) {
        let connected = state.withLock { state in
            var connected: [LiveSession] = []
            state.forgetChanges(for: 1)
            state.renewals[user] = max(round, state.renewals[user] ?? 0)
            for id in state.sessions[user] ?? [] {
                for (key, entry) in state.entries[id] ?? [:] where entry.round < round {
                    guard let live = entry.live else { continue }
                    live.replaceGrants(with: granted)
                    state.entries[id]?[key]?.round = round
                    connected.append(live)
                }
            }
            return connected
        }
        if !connected.isEmpty, let end = granted.compactMap(\.endsAt).min() { schedule(end) }
        // Let go of here: the last owner of a connection takes the lock.
    }

    /// Whoever is connected.
    var users: [UserID] { state.withLock { Array($0.sessions.keys) } }

    /// The sessions of `user` that are connected.
    func ids(of user: UserID) -> [SessionID] { state.withLock { Array($0.sessions[user] ?? []) } }

    /// Has a use of the session `id` written down, in the background.
    func writeUse(of id: SessionID, at time: Int64) {
        Task { await write(id, time) }
    }

    /// Notes that the session `id` was used otherwise than by its connections.
    func used(_ id: SessionID, at time: Int64) {
        for live in state.withLock({ $0.live(id) }) { live.used(at: time) }
    }

    /// Rights that have changed end no sign-in.
    private func tellEnd(of id: SessionID, of user: UserID, _ end: SessionEnd) {
        guard end != .rightsChanged else { return }
        tell(SessionEnded(session: id.rawValue, user: user, code: end.code))
    }

    private static func finish(_ ended: [LiveSession], _ end: SessionEnd) async {
        await LiveSession.beforeEnds?.perform()
        await withDiscardingTaskGroup { group in
            for live in ended { group.addTask { await live.finish(end) } }
        }
    }

    // MARK: Expiry

    /// Has the timer go off at `time`, unless it goes off earlier.
    private func schedule(_ time: Int64) {
        state.withLock { state in
            guard time < state.alarm else { return }
            state.timer?.cancel()
            state.alarm = time
            let delay = max(1, time - now())
            state.timer = Task { [weak self] in
                // Cancelled: an earlier alarm takes the place of this one.
                guard (try? await Task.sleep(for: .milliseconds(delay))) != nil else { return }
                await self?.expire()
            }
        }
    }

    /// Ends what has expired, and sets the timer for what expires next.
    func expire() async {
        let connected = state.withLock { state in
            state.alarm = .max
            state.timer = nil
            return state.entries.keys.map(state.live)
        }
        // Outside of the lock, which a connection takes when its last owner lets go of it.
        let time = now()
        var expired: [LiveSession] = []
        var changed: [LiveSession] = []
        var ended: [SessionID: UserID] = [:]
        var next = Int64.max
        for ofOneSession in connected {
            // A use by any connection of a session keeps all of them.
            let lastUsedAt = ofOneSession.map(\.lastUsedAt).max() ?? 0
            for live in ofOneSession {
                let idleEnd = idleEnd(of: live.session, lastUsedAt: lastUsedAt)
                let end = min(live.session.expiresAt, idleEnd)
                if end <= time {
                    expired.append(live)
                    if min(live.session.signInEndsAt, idleEnd) <= time { ended[live.id] = live.user }
                } else if live.session.rightsEndAt <= time {
                    changed.append(live)
                } else {
                    next = min(next, end, live.session.rightsEndAt)
                }
            }
        }
        if next < .max { schedule(next) }
        await Self.finish(expired, .expired)
        for (id, user) in ended { tellEnd(of: id, of: user, .expired) }
        await Self.finish(changed, .rightsChanged)
    }
}
