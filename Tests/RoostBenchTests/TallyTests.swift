import Testing

@testable import RoostBench

@Suite("Tally: what counts")
struct TallyTests {
    private let tally = Tally()

    @Test("only messages due in the span count, and rates take what comes in it")
    func span() {
        tally.sent(dueAt: .seconds(1))
        tally.measure(.seconds(2)..<Duration.seconds(4))
        for second in 1...4 { tally.sent(dueAt: .seconds(second)) }
        // Due before the span and answered in it; then the other way round.
        tally.acked(dueAt: .seconds(1), at: .seconds(2))
        tally.acked(dueAt: .seconds(3), at: .seconds(5))
        let figures = tally.now
        #expect(figures.sent == 2 && figures.acked == 1 && figures.waiting == 1)
        #expect(figures.ackedInSpan == 1)
    }

    @Test("latency counts from the time at which a message was due")
    func latency() {
        tally.measure(.zero..<Duration.seconds(10))
        tally.acked(dueAt: .seconds(1), at: .seconds(3))
        tally.delivered(dueAt: .seconds(1), at: .seconds(4), isNew: true)
        tally.delivered(dueAt: .seconds(1), at: .seconds(9), isNew: false)
        let figures = tally.now
        #expect(figures.acking.percentile(100) == 2_000)
        #expect(figures.delivering.percentile(100) == 3_000 && figures.delivering.count == 1)
        #expect(figures.duplicates == 1)
    }

    @Test("a span that ends early keeps what was due before")
    func early() {
        tally.measure(.seconds(2)..<Duration.seconds(10))
        tally.endMeasuring(at: .seconds(5))
        #expect(tally.counts(.seconds(4)) && !tally.counts(.seconds(5)))
        tally.endMeasuring(at: .seconds(1))
        #expect(!tally.counts(.seconds(1)) && !tally.counts(.seconds(2)))
    }

    @Test("refused and lost requests do not wait")
    func waiting() {
        tally.measure(.zero..<Duration.seconds(10))
        for _ in 1...4 { tally.sent(dueAt: .seconds(1)) }
        tally.refused(dueAt: .seconds(1), code: "busy")
        tally.refused(dueAt: .seconds(1), code: "busy")
        tally.unanswered(dueAt: .seconds(1))
        #expect(tally.now.refusals == ["busy": 2] && tally.now.waiting == 1)
    }
}
