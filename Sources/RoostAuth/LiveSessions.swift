internal import RoostKit
internal import RoostStore
internal import Synchronization

/// Everybody who is connected, by session: the one place from which an end reaches them.
///
/// Whoever ends sessions commits that first and comes here second. Whoever connects notes the `round`, reads the
/// store and comes here third. So one of the two always sees the other.
final class LiveSessions: Sendable {
    private struct Entry {
        weak var live: LiveSession?
    }

    private struct State {
        var entries: [SessionID: [ObjectIdentifier: Entry]] = [:]
        var round = 0
        var timer: Task<Void, Never>?
        /// When the timer goes off, or later than anything where there is none.
        var alarm = Int64.max

        /// The sessions with this id that are connected.
        func live(_ id: SessionID) -> [LiveSession] { entries[id]?.values.compactMap(\.live) ?? [] }
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

    /// How often sessions were ended, or got other rights.
    var round: Int { state.withLock(\.round) }

    /// How many connections there are.
    var count: Int { state.withLock { state in state.entries.values.reduce(0) { $0 + $1.count } } }

    /// Takes in a connection of `session`, unless sessions were ended since `round`: then it answers `nil`.
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
            guard state.round == round else { return false }
            state.entries[session.id, default: [:]][ObjectIdentifier(live)] = Entry(live: live)
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
    func remove(_ live: ObjectIdentifier, of id: SessionID) {
        state.withLock { state in
            state.entries[id]?[live] = nil
            if state.entries[id]?.isEmpty == true { state.entries[id] = nil }
        }
    }

    /// Ends every connection with one of `ids`; on return none of them does or hears anything more.
    func end(_ ids: [SessionID], _ end: SessionEnd) async {
        let ended = state.withLock { state in
            state.round += 1
            return ids.flatMap(state.live)
        }
        await Self.finish(ended, end)
        tellEnd(of: ids, end)
    }

    /// Ends every connection with a token that was made of `block`, likewise.
    func end(_ id: SessionID, block: String, _ end: SessionEnd) async {
        let ended = state.withLock { state in
            state.round += 1
            return state.live(id)
        }
        await Self.finish(ended.filter { $0.session.blocks.contains(block) }, end)
    }

    /// Ends every connection, likewise.
    func endAll(_ end: SessionEnd) async {
        let ended = state.withLock { state in
            state.round += 1
            return state.entries.keys.flatMap(state.live)
        }
        await Self.finish(ended, end)
    }

    /// Has every connection of `user` do what `granted` allows, unless rights were changed or sessions ended since `round`.
    func replaceGrants(of user: UserID, with granted: [StoredGrant], since round: Int) -> Bool {
        let connected = state.withLock { state -> [LiveSession]? in
            guard state.round == round else { return nil }
            state.round += 1
            let connected = state.entries.keys.flatMap(state.live)
            for live in connected where live.user == user { live.replaceGrants(with: granted) }
            return connected
        }
        guard let connected else { return false }
        if connected.contains(where: { $0.user == user }), let end = granted.compactMap(\.endsAt).min() {
            schedule(end)
        }
        // Let go of here: the last owner of a connection takes the lock.
        return true
    }

    /// Whoever is connected.
    var users: Set<UserID> {
        let connected = state.withLock { state in state.entries.keys.flatMap(state.live) }
        return Set(connected.map(\.user))
    }

    /// The sessions of `user` that are connected.
    func ids(of user: UserID) -> [SessionID] {
        let connected = state.withLock { state in state.entries.keys.flatMap(state.live) }
        return connected.filter { $0.user == user }.map(\.id)
    }

    /// Has a use of the session `id` written down, in the background.
    func writeUse(of id: SessionID, at time: Int64) {
        Task { await write(id, time) }
    }

    /// Notes that the session `id` was used otherwise than by its connections.
    func used(_ id: SessionID, at time: Int64) {
        for live in state.withLock({ $0.live(id) }) { live.used(at: time) }
    }

    /// Rights that have changed end no sign-in.
    private func tellEnd(of ids: some Sequence<SessionID>, _ end: SessionEnd) {
        guard end != .rightsChanged else { return }
        for id in ids { tell(SessionEnded(session: id.rawValue, code: end.code)) }
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
        var next = Int64.max
        for ofOneSession in connected {
            // A use by any connection of a session keeps all of them.
            let lastUsedAt = ofOneSession.map(\.lastUsedAt).max() ?? 0
            for live in ofOneSession {
                let end = min(live.session.expiresAt, idleEnd(of: live.session, lastUsedAt: lastUsedAt))
                if end <= time {
                    expired.append(live)
                } else if live.session.rightsEndAt <= time {
                    changed.append(live)
                } else {
                    next = min(next, end, live.session.rightsEndAt)
                }
            }
        }
        if next < .max { schedule(next) }
        await Self.finish(expired, .expired)
        tellEnd(of: Set(expired.map(\.id)), .expired)
        await Self.finish(changed, .rightsChanged)
    }
}
