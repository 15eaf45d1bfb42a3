/// The time since a run began, which never goes back.
struct RunClock: Sendable {
    private let start = ContinuousClock.now

    var now: Duration { ContinuousClock.now - start }

    /// Waits until `time`; returns at once where it is past.
    /// - Throws: `CancellationError`.
    func sleep(until time: Duration) async throws {
        try await Task.sleep(until: start + time, tolerance: .zero, clock: .continuous)
    }
}

extension Duration {
    /// The whole nanoseconds.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }

    var seconds: Double { self / .seconds(1) }
}
