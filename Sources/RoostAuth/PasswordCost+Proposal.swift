extension PasswordCost {
    /// How long a hash should take: long for whoever guesses, short for whoever signs in.
    private static let shortest = Duration.milliseconds(50)

    /// The cost to use on this machine, and how long one hash takes there: 50 to 100 ms, or more where the least
    /// cost that is safe takes longer.
    ///
    /// Memory is what makes guessing dear, so it grows first, up to `memoryLimitKiB`. It blocks for about a second.
    package static func proposal(
        memoryLimitKiB: UInt32,
        time: (PasswordCost) -> Duration = \.hashTime
    ) -> (cost: PasswordCost, time: Duration) {
        var best = (cost: standard, time: time(standard))
        while best.time < shortest, let next = best.cost.dearer(memoryLimitKiB: memoryLimitKiB) {
            best = (next, time(next))
        }
        return best
    }

    /// Twice the memory, or one more pass where that is too much.
    private func dearer(memoryLimitKiB: UInt32) -> PasswordCost? {
        memoryKiB * 2 <= memoryLimitKiB
            ? PasswordCost(memoryKiB: memoryKiB * 2, passes: passes)
            : PasswordCost(memoryKiB: memoryKiB, passes: passes + 1)
    }

    /// What one hash takes now: the best of three, since other programs only make it slower.
    private var hashTime: Duration {
        let password = Array("correct horse battery staple".utf8)
        let clock = ContinuousClock()
        return (0..<3).map { _ in clock.measure { _ = Argon2.hash(password, cost: self) } }.min() ?? .zero
    }
}
