import Foundation
import SocketIOClient

/// What a run measured; as JSON, the answer of `roost bench --json`.
package struct BenchReport: Encodable, Sendable {
    /// What was asked for.
    struct Settings: Encodable, Sendable {
        let url: String
        let dialect: String
        let transport: String
        let connections: Int
        let rooms: Int
        let senders: Int
        /// The rate of an open loop, in messages per second; nil for a closed one.
        let rate: Double?
        /// The window of a closed loop; nil for an open one.
        let window: Int?
        let textBytes: Int
        let warmupSeconds: Double
        let durationSeconds: Double
    }

    struct Connections: Encodable, Sendable {
        let made: Int
        let failed: Int
        /// How many failed for which reason.
        let failures: [String: Int]
        /// Those that ended before the run did.
        let lost: Int
        let connectMilliseconds: Percentiles
    }

    struct Messages: Encodable, Sendable {
        let sent: Int
        let acked: Int
        let refused: Int
        /// How many were refused with which code.
        let refusals: [String: Int]
        let unanswered: Int
        /// Those of an open loop that were due and not sent before the time was over.
        let unsent: Int
        let ackedPerSecond: Double
        let ackMilliseconds: Percentiles
    }

    struct Deliveries: Encodable, Sendable {
        /// One for each accepted message and member of its room.
        let expected: Int
        let received: Int
        let lost: Int
        let duplicates: Int
        let perSecond: Double
        let milliseconds: Percentiles
    }

    /// Milliseconds that this share of the measurements did not exceed; nil where there are none.
    struct Percentiles: Encodable, Sendable {
        let p50: Double?
        let p90: Double?
        let p99: Double?
        let p999: Double?
        let max: Double?

        init(_ latencies: Latencies) {
            p50 = latencies.percentile(50)
            p90 = latencies.percentile(90)
            p99 = latencies.percentile(99)
            p999 = latencies.percentile(99.9)
            max = latencies.percentile(100)
        }
    }

    /// The server's process, where it is on this machine and may be looked at.
    struct Server: Encodable, Sendable {
        let pid: Int
        /// The CPU time within the span that counts.
        var cpuSeconds: Double?
        var deliveriesPerCPUSecond: Double?
        /// The memory that it held before the run, with all connections, and at most.
        let idleBytes: Int?
        let connectedBytes: Int?
        let peakBytes: Int

        init?(process: ServerProcess?, idle: ProcessSample?, connected: ProcessSample?, peakBytes: Int) {
            guard let process else { return nil }
            pid = process.pid
            idleBytes = idle?.residentBytes
            connectedBytes = connected?.residentBytes
            self.peakBytes = peakBytes
        }
    }

    /// This process: with little CPU time left to it, it is itself what limits the figures.
    struct Generator: Encodable, Sendable {
        /// The CPU time within the span that counts.
        let cpuSeconds: Double
        /// What it could have used at a time, shared with the server where that is on this machine.
        let cores: Int
    }

    let settings: Settings
    /// Whether the run ended before its time: somebody stopped it, or every connection was lost.
    let endedEarly: Bool
    /// How long messages were sent that count.
    let measuredSeconds: Double
    let connections: Connections
    let messages: Messages
    let deliveries: Deliveries
    let server: Server?
    let generator: Generator

    init(
        plan: BenchPlan,
        figures: Tally.Figures,
        expected: Int,
        lost: Int,
        use: Sending.Use,
        endedEarly: Bool,
        server: Server?
    ) {
        let seconds = use.length.seconds
        func rate(_ count: Int) -> Double { seconds > 0 ? Double(count) / seconds : 0 }
        settings = Settings(plan)
        self.endedEarly = endedEarly
        measuredSeconds = seconds
        connections = Connections(
            made: figures.connected,
            failed: figures.failures.values.reduce(0, +),
            failures: figures.failures,
            lost: figures.disconnected,
            connectMilliseconds: Percentiles(figures.connecting)
        )
        messages = Messages(
            sent: figures.sent,
            acked: figures.acked,
            refused: figures.refusals.values.reduce(0, +),
            refusals: figures.refusals,
            unanswered: figures.unanswered + figures.waiting,
            unsent: use.unsent,
            ackedPerSecond: rate(figures.ackedInSpan),
            ackMilliseconds: Percentiles(figures.acking)
        )
        deliveries = Deliveries(
            expected: expected,
            received: expected - lost,
            lost: lost,
            duplicates: figures.duplicates,
            perSecond: rate(figures.deliveredInSpan),
            milliseconds: Percentiles(figures.delivering)
        )
        var server = server
        if let cpu = use.server?.seconds {
            server?.cpuSeconds = cpu
            server?.deliveriesPerCPUSecond = cpu > 0 ? Double(figures.deliveredInSpan) / cpu : nil
        }
        self.server = server
        generator = Generator(
            cpuSeconds: use.generator.seconds,
            cores: ProcessInfo.processInfo.activeProcessorCount
        )
    }
}

extension BenchReport.Settings {
    init(_ plan: BenchPlan) {
        url = plan.target.url
        dialect = plan.dialect.rawValue
        transport =
            switch plan.transports {
            case .webSocket: "websocket"
            case .polling: "polling"
            case .upgrade: "upgrade"
            }
        connections = plan.connections
        rooms = plan.rooms.count
        senders = plan.senders
        switch plan.pace {
        case .closed(let window): (self.window, rate) = (window, nil)
        case .open(let rate): (window, self.rate) = (nil, rate)
        }
        textBytes = plan.textBytes
        warmupSeconds = plan.warmup.seconds
        durationSeconds = plan.duration.seconds
    }
}
