import Histogram

/// How long something took, many times, to three digits.
struct Latencies: Sendable {
    private var histogram = Histogram<UInt64>(
        highestTrackableValue: 1_000_000,
        numberOfSignificantValueDigits: .three
    )

    init() {
        histogram.autoResize = true
    }

    mutating func record(_ latency: Duration) {
        histogram.record(UInt64(max(0, latency.nanoseconds) / 1_000))
    }

    var count: Int { Int(histogram.totalCount) }

    /// The milliseconds that this share of the measurements did not exceed, of 100; nil where nothing was measured.
    func percentile(_ percentile: Double) -> Double? {
        guard count > 0 else { return nil }
        let microseconds = min(histogram.valueAtPercentile(percentile), histogram.maxRecorded)
        return Double(microseconds) / 1_000
    }
}
