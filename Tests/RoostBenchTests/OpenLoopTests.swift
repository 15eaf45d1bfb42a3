import Testing

@testable import RoostBench

@Suite("OpenLoop: when messages are due")
struct OpenLoopTests {
    private let loop = OpenLoop(start: .seconds(5), rate: 4)

    @Test("messages are due evenly from the start on")
    func times() {
        let times = (0...4).map { loop.time(of: $0) }
        #expect(times == [.seconds(5), .seconds(5.25), .seconds(5.5), .seconds(5.75), .seconds(6)])
    }

    @Test("rounding does not add up over a million messages")
    func longRun() {
        let loop = OpenLoop(start: .zero, rate: 3)
        let drift = loop.time(of: 3_000_000) - .seconds(1_000_000)
        #expect(abs(drift.seconds) < 1e-6)
    }

    @Test("a span counts the messages that are due in it, its end excluded")
    func count() {
        #expect(loop.count(in: .seconds(5)..<Duration.seconds(6)) == 4)
        #expect(loop.count(in: .seconds(5.1)..<Duration.seconds(6.1)) == 4)
        #expect(loop.count(in: .seconds(5.1)..<Duration.seconds(5.2)) == 0)
        #expect(loop.count(in: .seconds(6)..<Duration.seconds(6)) == 0)
    }

    @Test("fractions do not move a message over the edge of a span", arguments: [10.0, 20, 30, 70, 1_000])
    func edges(rate: Double) {
        let loop = OpenLoop(start: .zero, rate: rate)
        for tenth in 0..<20 {
            let span = Duration.milliseconds(100 * tenth)..<Duration.milliseconds(100 * (tenth + 1))
            #expect(loop.count(in: span) == Int(rate) / 10)
            #expect((0..<Int(2 * rate)).count { span.contains(loop.time(of: $0)) } == Int(rate) / 10)
        }
    }
}
