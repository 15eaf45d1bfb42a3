internal import RoostKit

/// Who may ask a module for what again, and when: of each user and request one point in time.
///
/// It holds twice `limit` of these at most. Past that it forgets those that were not asked about for longest.
struct RateTable {
    private struct Key: Hashable {
        let request: String
        let who: String
    }

    private static let limit = 5_000

    // When somebody would have used up nothing, had they asked as often as they may.
    private var recent: [Key: ContinuousClock.Instant] = [:]
    private var older: [Key: ContinuousClock.Instant] = [:]

    /// How many points in time it holds.
    var count: Int { recent.count + older.count }

    /// Counts a request of `asker` at `now`; the seconds to wait where it is one too many, which is not counted.
    mutating func take(
        _ request: String,
        of asker: Asker,
        _ rate: RateLimit,
        at now: ContinuousClock.Instant
    ) -> Int? {
        let key = Key(request: request, who: Self.who(asker))
        let step = rate.period / rate.count
        let start = max(recent[key] ?? older[key] ?? now, now)
        let excess = now.duration(to: start) + step - rate.period
        if excess > .zero { return max(1, Int((excess / .seconds(1)).rounded(.up))) }
        if recent.count >= Self.limit, recent[key] == nil {
            older = recent
            recent = [:]
        }
        recent[key] = start + step
        return nil
    }

    /// A new name or connection is no new allowance.
    private static func who(_ asker: Asker) -> String {
        guard asker.isGuest || asker.isAnonymous, let address = asker.address else {
            return asker.user.rawValue
        }
        return "address:\(address)"
    }
}
