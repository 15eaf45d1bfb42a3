package import RoostKit
internal import RoostStore
internal import Synchronization

/// A session that a connection stands on, until it ends.
///
/// Its permits are made at once from the snapshot of its user's rights, and none is made after the end.
package final class LiveSession: Sendable {
    private struct State {
        var end: SessionEnd?
        var work: (@Sendable (SessionEnd) async -> Void)?
    }

    /// What a task does before it waits for the ends of sessions that it has brought about.
    ///
    /// What it was to change is changed then. So a connection whose request this is can end meanwhile without waiting for
    /// the request, which may be waiting for just that.
    package final class BeforeEnds: Sendable {
        let perform: @Sendable () async -> Void

        /// What `perform` does.
        package init(_ perform: @escaping @Sendable () async -> Void) {
            self.perform = perform
        }
    }

    /// What the current task does then.
    ///
    /// An object: where the value of a task is a closure, Swift 6.3 crashes in release builds.
    @TaskLocal package static var beforeEnds: BeforeEnds?

    /// The sign-in that it is of.
    package let id: SessionID
    /// Who it is.
    package let user: UserID
    private let snapshot: Mutex<Session>
    private let registry: LiveSessions
    /// What a guest holds while they are connected.
    private let place: GuestPlace?
    private let lastUse: Atomic<Int64>
    private let lastWrittenUse: Atomic<Int64>
    private let hasEnded = Atomic(false)
    private let state = Mutex(State())

    init(_ session: Session, lastUsedAt: Int64, registry: LiveSessions, place: GuestPlace? = nil) {
        id = session.id
        user = session.user
        snapshot = Mutex(session)
        self.place = place
        self.registry = registry
        lastUse = Atomic(lastUsedAt)
        lastWrittenUse = Atomic(lastUsedAt)
    }

    deinit {
        registry.remove(ObjectIdentifier(self), of: id, user: user)
    }

    /// Who it is, with a snapshot of what they may do.
    package var session: Session { snapshot.withLock { $0 } }

    /// Whether the user may know that there is the room `room`, until the session ends.
    package func sees(_ room: RoomID) -> Bool {
        !hasEnded.load(ordering: .acquiring) && snapshot.withLock { $0.sees(room) }
    }

    /// Has the user do what `granted` allows, and nothing else.
    func replaceGrants(with granted: [StoredGrant]) {
        snapshot.withLock { $0.replaceGrants(with: granted) }
    }

    /// When it was last used, in milliseconds since 1970-01-01T00:00:00Z.
    var lastUsedAt: Int64 { lastUse.load(ordering: .relaxed) }

    /// Does `work` when the session ends; whoever ends it waits for that, and so may several at once.
    /// - Throws: Why the session has ended, where it has already.
    package func whenEnded(_ work: @escaping @Sendable (SessionEnd) async -> Void) throws(SessionEnd) {
        let end = state.withLock { state in
            state.work = work
            return state.end
        }
        if let end { throw end }
    }

    /// Does nothing when the session ends: there is nothing of the connection any more.
    package func forgetWork() {
        // Let go of outside of the lock: whoever it holds may be gone with it.
        _ = state.withLock { state in
            let work = state.work
            state.work = nil
            return work
        }
    }

    /// Counts a use of the session: before each request, which goes no further where this throws.
    /// - Throws: Why the session has ended.
    package func use() throws(SessionEnd) {
        try check()
        let time = registry.now()
        let (expiresAt, rightsEndAt) = snapshot.withLock { ($0.expiresAt, $0.rightsEndAt) }
        guard time < expiresAt else { throw .expired }
        guard time < rightsEndAt else { throw .rightsChanged }
        used(at: time)
        // Nothing of guests is stored: a write for each of them would find nothing.
        guard place == nil else { return }
        let written = lastWrittenUse.load(ordering: .relaxed)
        guard time - written >= registry.lifetime.resolution.milliseconds else { return }
        guard lastWrittenUse.compareExchange(expected: written, desired: time, ordering: .relaxed).exchanged
        else { return }
        registry.writeUse(of: session.id, at: time)
    }

    /// The permit to do `action` in `room`, as in `live.permit(.join, on: lobby)`.
    /// - Throws: `Denied`, or why the session has ended.
    package func permit<A: RoomAction>(_ action: A, on room: RoomID) throws -> Permit<A> {
        try check()
        return try snapshot.withLock { try $0.permit(action, on: room) }
    }

    /// The permit to see which rooms there are.
    /// - Throws: `Denied`, or why the session has ended.
    package func permit(_ action: ListRooms) throws -> Permit<ListRooms> {
        try check()
        return try snapshot.withLock { try $0.permit(action) }
    }

    /// The permit to make rooms.
    /// - Throws: `Denied`, or why the session has ended.
    package func permit(_ action: CreateRooms) throws -> Permit<CreateRooms> {
        try check()
        return try snapshot.withLock { try $0.permit(action) }
    }

    /// Whether the user has `right` on `resource` now; `false` after the end.
    package func allows(_ right: Right, on resource: Resource) -> Bool {
        // Why not is for who asks for a permit.
        (try? require(right, on: resource)) != nil
    }

    /// Checks that the user has `right` on `resource` now.
    /// - Throws: `Denied`, or why the session has ended.
    package func require(_ right: Right, on resource: Resource) throws {
        try check()
        try snapshot.withLock { try $0.require(right, on: resource) }
    }

    /// Whether it is here with all of the rights that its user has.
    package var isWhole: Bool { snapshot.withLock(\.isWhole) }

    /// Checks that it is of an account, and here with all of its rights.
    /// - Throws: `NarrowedToken`, or why the session has ended.
    package func requireWhole() throws {
        try check()
        guard place == nil, isWhole else { throw NarrowedToken() }
    }

    /// Ends it for `end`, and returns once what was to be done then is done.
    func finish(_ end: SessionEnd) async {
        let (first, work) = state.withLock { state in
            let first = state.end ?? end
            state.end = first
            return (first, state.work)
        }
        hasEnded.store(true, ordering: .sequentiallyConsistent)
        await work?(first)
    }

    /// Notes a use at `time`, by whichever connection of the session.
    func used(at time: Int64) {
        _ = lastUse.max(time, ordering: .relaxed)
    }

    private func check() throws(SessionEnd) {
        guard hasEnded.load(ordering: .acquiring) else { return }
        throw state.withLock(\.end) ?? .signedOut
    }
}
