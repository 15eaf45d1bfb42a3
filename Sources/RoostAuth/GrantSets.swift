internal import RoostStore
internal import Synchronization

/// Makes sets of grants, one for all that hold the same: most users have what their role gives and nothing else.
final class GrantSets: Sendable {
    private let latest = Mutex<(stored: [StoredGrant], set: GrantSet)?>(nil)

    /// What `stored` grants.
    func set(of stored: [StoredGrant]) -> GrantSet {
        latest.withLock { latest in
            if let latest, latest.stored == stored { return latest.set }
            let set = GrantSet(stored)
            latest = (stored, set)
            return set
        }
    }
}
