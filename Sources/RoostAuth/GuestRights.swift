internal import RoostStore
internal import Synchronization

/// What the role of guests grants, which all guests share: read for the first one, and again after a change.
final class GuestRights: Sendable {
    /// What guests are granted for now.
    struct Granted: Sendable {
        let stored: [StoredGrant]
        let set: GrantSet
        /// When the first of the grants ends.
        let end: Int64

        /// Those of `stored` that have not ended at `time`.
        init(_ stored: [StoredGrant], at time: Int64) {
            self.stored = stored.filter { time < $0.endsAt ?? .max }
            set = GrantSet(self.stored)
            end = self.stored.compactMap(\.endsAt).min() ?? .max
        }
    }

    private struct State {
        var granted: Granted?
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
    func granted(at time: Int64) async throws(StoreError) -> Granted {
        let (known, changeCount) = state.withLock { ($0.granted, $0.changeCount) }
        if let known, time < known.end { return known }
        let stored = try await store.grants.list(ofSubject: "role:\(Role.guest.rawValue)")
        let granted = Granted(stored, at: time)
        state.withLock { state in
            if state.changeCount == changeCount { state.granted = granted }
        }
        return granted
    }
}
