import RoostKit
import Testing

@testable import Dashboard

@Suite("Dashboard: a measurement")
struct SampleTests {
    private let readings = [
        Reading("roost_connections", kind: .gauge, value: 3),
        Reading("roost_messages_posted_total", kind: .counter, value: 50),
        Reading("roost_event_loop_delay_seconds", kind: .gauge, value: 0.002),
        Reading("roost_module_calls_total", ["module": "history"], kind: .counter, value: 7),
    ]

    @Test("messages per second are what came since the one before, and none the first time")
    func rate() {
        #expect(Sample(readings, at: 0, posted: nil, seconds: 0).messagesPerSecond == 0)
        #expect(Sample(readings, at: 0, posted: 40, seconds: 2).messagesPerSecond == 5)
        #expect(
            Sample(readings, at: 0, posted: 60, seconds: 2).messagesPerSecond == 0,
            "the server began anew"
        )
    }

    @Test("figures have their units, and those of modules their names")
    func figures() {
        let sample = Sample(readings, at: 0, posted: nil, seconds: 0)
        #expect(sample.connections == 3 && sample.latency == 2 && sample.rooms == 0)
        #expect(sample.modules == ["calls_total (history)": 7])
    }
}
