/// When the messages of an open loop are due: evenly spaced, whatever became of those before.
struct OpenLoop {
    /// When the first one is due.
    let start: Duration
    /// How many are due per second.
    let rate: Double

    /// When message `number` is due, counted from 0.
    func time(of number: Int) -> Duration {
        // From the number and not from the time before, so that rounding does not add up.
        start + .seconds(Double(number) / rate)
    }
}
