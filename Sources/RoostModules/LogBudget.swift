/// How many lines a module may still write to the log: a burst, and then so many per second.
struct LogBudget {
    private var lines = Limits.logBurst
    private var time: ContinuousClock.Instant
    private var lost = 0

    /// A full budget at `time`.
    init(at time: ContinuousClock.Instant = .now) {
        self.time = time
    }

    /// Takes one line: how many were lost before it, or `nil` where this one is lost as well.
    mutating func take(at now: ContinuousClock.Instant = .now) -> Int? {
        lines = min(Limits.logBurst, lines + (now - time) / .seconds(1) * Limits.logLinesPerSecond)
        time = now
        guard lines >= 1 else {
            lost += 1
            return nil
        }
        lines -= 1
        defer { lost = 0 }
        return lost
    }
}
