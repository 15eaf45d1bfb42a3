internal import RoostKit

/// What everybody posted lately, within a bound.
struct Paces: Sendable {
    /// So many users post within minutes only on the largest servers; the ones who were silent longest are forgotten.
    private static let userLimit = 20_000

    private var users: [UserID: Pace] = [:]

    /// As `Pace.take`, for the author of `proposal`.
    mutating func take(
        _ proposal: MessageProposal,
        at now: Int64,
        limits: PaceLimits,
        slow: Int64
    ) -> Pace.Outcome {
        if users[proposal.author] == nil, users.count >= Self.userLimit { forgetHalf() }
        return users[proposal.author, default: Pace()].take(proposal, at: now, limits: limits, slow: slow)
    }

    /// As `Pace.strike`.
    mutating func strike(_ user: UserID, at now: Int64, limits: PaceLimits) -> Bool {
        users[user, default: Pace()].strike(at: now, limits: limits)
    }

    private mutating func forgetHalf() {
        let silent = users.sorted { $0.value.latest < $1.value.latest }.prefix(Self.userLimit / 2)
        for (user, _) in silent { users[user] = nil }
    }
}
