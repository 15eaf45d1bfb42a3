import Testing

@testable import RoostBench

@Suite("Latencies: percentiles")
struct LatenciesTests {
    @Test("percentiles are milliseconds, to three digits")
    func percentiles() throws {
        var latencies = Latencies()
        for milliseconds in 1...1_000 { latencies.record(.milliseconds(milliseconds)) }
        for (percentile, expected) in [(50.0, 500.0), (90, 900), (99, 990), (99.9, 999), (100, 1_000)] {
            let value = try #require(latencies.percentile(percentile))
            #expect(abs(value - expected) <= expected / 1_000, "p\(percentile) is \(value)")
        }
    }

    @Test("the largest is as it was measured, however large")
    func largest() {
        var latencies = Latencies()
        latencies.record(.microseconds(1_500))
        latencies.record(.seconds(7_200))
        #expect(latencies.percentile(100) == 7_200_000)
        #expect(latencies.count == 2)
    }

    @Test("without measurements there are no percentiles, and a clock that went back counts as no time")
    func edges() {
        var latencies = Latencies()
        #expect(latencies.percentile(50) == nil)
        latencies.record(.milliseconds(-5))
        #expect(latencies.percentile(100) == 0)
    }
}
