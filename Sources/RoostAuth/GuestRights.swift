internal import RoostStore
internal import Synchronization

/// What the role of guests grants, which all guests share: read for the first one, and again after a change.
final class GuestRights: Sendable {
    private struct State {
        var granted: [StoredGrant]?
        /// How often it was forgotten: what was read before that is not kept.
        var changeCount = 0
    }

    private let store: Store
    private let state = Mutex(State())

    init(store: Store) {
        self.store = store
    }

    /// Has whoever asks from now on get what the store has.
    ///
    /// To be called between a change and the look for those whom it concerns: who is not found there asks later.
    func forget() {
        state.withLock { state in
            state.granted = nil
            state.changeCount += 1
        }
    }

    /// The grants of the role that have not ended at `time`.
    func granted(at time: Int64) async throws(StoreError) -> [StoredGrant] {
        try await all().filter { time < $0.endsAt ?? .max }
    }

    private func all() async throws(StoreError) -> [StoredGrant] {
        let (known, changeCount) = state.withLock { ($0.granted, $0.changeCount) }
        if let known { return known }
        let granted = try await store.grants.list(ofSubject: "role:\(Role.guest.rawValue)")
        state.withLock { state in
            if state.changeCount == changeCount { state.granted = granted }
        }
        return granted
    }
}
