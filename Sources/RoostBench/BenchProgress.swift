import Foundation

/// How far a run is, for people who wait for it.
package struct BenchProgress: Sendable, CustomStringConvertible {
    /// The part of a run.
    enum Phase: Sendable {
        case connecting
        case sending
        case draining
    }

    /// How many of them there were before, and this one.
    package let second: Int
    let phase: Phase
    let elapsed: Duration
    let connections: Int
    let figures: Tally.Figures
    /// Since the progress before this one.
    let ackedPerSecond: Double
    let deliveredPerSecond: Double

    /// One line without an end.
    package var description: String {
        let time = String(format: "%4.0f s", elapsed.seconds)
        let failed = figures.failures.values.reduce(0, +)
        switch phase {
        case .connecting:
            return "\(time)  connecting: \(figures.connected) of \(connections), \(failed) failed"
        case .draining:
            return "\(time)  waiting for what is under way: \(figures.waiting) unanswered"
        case .sending:
            let latency =
                figures.delivering.percentile(99).map { String(format: "%.1f ms", $0) } ?? "-"
            return
                "\(time)  acked/s \(Self.rate(ackedPerSecond))  deliveries/s \(Self.rate(deliveredPerSecond))"
                + "  p99 \(latency)  unanswered \(figures.waiting)"
        }
    }

    private static func rate(_ number: Double) -> String { String(format: "%.0f", number) }
}
