/// When the messages of an open loop are due: evenly spaced, whatever became of those before.
struct OpenLoop {
    /// When the first one is due.
    let start: Duration
    /// How many are due per second.
    let rate: Double

    /// When message `number` is due, counted from 0.
    func time(of number: Int) -> Duration {
        // From the number and not from the time before, so that rounding does not add up.
        // Whole nanoseconds, so that 0.1 s is neither a little more nor less.
        start + .nanoseconds(Int64((Double(number) * 1e9 / rate).rounded()))
    }

    /// How many are due in `span`, which does not begin before the first one.
    func count(in span: Range<Duration>) -> Int {
        first(from: span.upperBound) - first(from: span.lowerBound)
    }

    /// The number of the first one that is due at `time` or later.
    private func first(from time: Duration) -> Int {
        // One less than the quotient, which may be rounded up.
        var number = max(0, Int((time - start).seconds * rate) - 1)
        while self.time(of: number) < time { number += 1 }
        return number
    }
}
