import ArgumentParser
import Foundation
import RoostBench
import SocketIOClient
import UnixSignals

/// The command `roost bench`.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load a running server with chat, and report what it took.",
        discussion: """
            Opens connections, joins rooms, posts messages, and measures how long acks and deliveries take. The \
            messages are real: they stay in the rooms' history, so load a server with a data folder of its own.

            The connections come in as --user, whose password is in ROOST_BENCH_PASSWORD or else the first line of \
            standard input (asked for on a terminal); or with the token in ROOST_BENCH_TOKEN.

            Without --rate each sender waits for acks (a closed loop): how much can the server do? With it messages \
            are due at fixed times, and latency counts from those (an open loop): how fast is it at this load?

            Ctrl-C ends a run early, with its report; a second one at once.

            Example: roost bench --user ada --connections 1000 --rate 500
            """
    )

    enum Transport: String, CaseIterable, ExpressibleByArgument {
        case websocket
        case polling
        case upgrade

        var choice: ClientConfiguration.Transports {
            switch self {
            case .websocket: .webSocket
            case .polling: .polling
            case .upgrade: .upgrade
            }
        }
    }

    @Option(help: "The server.") var url = "http://127.0.0.1:8080"
    @Flag(help: "Load a server on another machine. Only ever one that is yours.") var remote = false
    @Option(help: "The name of the user to come in as.") var user: String?
    @Flag(help: "The server speaks 'join' and 'message' alone, without sign-in, as bench-server does.")
    var plain = false
    @Option(help: "How many connections to open.") var connections = 100
    @Option(help: "A room to use, which must be there; repeat it for more. (default: lobby)")
    var room: [String] = []
    @Option(help: "Use this many rooms, bench-1 and so on, which must be there where the server is Roost.")
    var rooms: Int?
    @Option(help: "How many of the connections post; one per room where left out.") var senders: Int?
    @Option(help: "An open loop: the messages per second of all senders together.") var rate: Double?
    @Option(help: "A closed loop: how many messages of a sender wait for their acks at most. (default: 1)")
    var window: Int?
    @Option(help: "The seconds that are measured.") var duration = 10.0
    @Option(help: "The seconds of sending before them.") var warmup = 1.0
    @Option(help: "How many connections to open per second at most; no limit where left out.")
    var ramp: Double?
    @Option(help: "The bytes of a message's text.") var size = 100
    @Option(help: "How to travel.") var transport = Transport.websocket
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        let isLoopback = try target().isLoopback
        guard remote || isLoopback else {
            throw ValidationError("'\(url)' is another machine; give --remote where it is yours to load.")
        }
        let limits: [(name: String, value: Double?, range: ClosedRange<Double>)] = [
            ("connections", Double(connections), 1...1_000_000),
            ("rooms", rooms.map(Double.init), 1...100_000),
            ("senders", senders.map(Double.init), 0...Double(connections)), ("rate", rate, 0.001...1_000_000),
            ("window", window.map(Double.init), 1...500), ("duration", duration, 0.1...86_400),
            ("warmup", warmup, 0...3_600), ("ramp", ramp, 0.1...1_000_000), ("size", Double(size), 1...8_192),
        ]
        for case (let name, let value?, let range) in limits where !range.contains(value) {
            let (low, high) = (range.lowerBound.formatted(), range.upperBound.formatted())
            throw ValidationError("--\(name) must be \(low) to \(high).")
        }
        guard plain || user != nil || Self.token != nil else {
            throw ValidationError("Say who comes in: --user NAME, or a token in ROOST_BENCH_TOKEN.")
        }
        guard room.isEmpty || rooms == nil else { throw ValidationError("Give --room or --rooms.") }
        guard rate == nil || window == nil else { throw ValidationError("Give --rate or --window.") }
        guard roomNames.count <= connections else {
            throw ValidationError("There must be at least as many --connections as rooms.")
        }
    }

    func run() async throws {
        var plan = BenchPlan(target: try target())
        plan.dialect = plain ? .plain : .roost
        plan.transports = transport.choice
        plan.rooms = roomNames
        plan.connections = connections
        plan.senders = senders ?? plan.rooms.count
        plan.pace = rate.map { .open(rate: $0) } ?? .closed(window: window ?? 1)
        plan.textBytes = size
        plan.ramp = ramp
        plan.warmup = .milliseconds(Int(warmup * 1_000))
        plan.duration = .milliseconds(Int(duration * 1_000))
        guard !plain else { return try await report(on: plan) }
        guard let user else {
            plan.token = Self.token
            return try await report(on: plan)
        }
        let session = try await SignIn(name: user, password: try Self.password(of: user), at: plan.target)
        plan.token = session.token
        do {
            try await report(on: plan)
        } catch {
            await session.end()
            throw error
        }
        await session.end()
    }

    private static var token: String? { ProcessInfo.processInfo.environment["ROOST_BENCH_TOKEN"] }

    /// `ROOST_BENCH_PASSWORD`, or what is typed or on standard input.
    private static func password(of user: String) throws -> String {
        if let password = ProcessInfo.processInfo.environment["ROOST_BENCH_PASSWORD"] { return password }
        return try Password.read("Password of \(user)")
    }

    private var roomNames: [String] {
        if let rooms { return (1...max(1, rooms)).map { "bench-\($0)" } }
        return room.isEmpty ? ["lobby"] : room
    }

    private func target() throws -> BenchTarget {
        do {
            return try BenchTarget(url)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func report(on plan: BenchPlan) async throws {
        let bench = BenchRun(plan)
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let stopping = Task {
            var isStopping = false
            for await _ in signals {
                // The second one does not wait for the server.
                if isStopping { Foundation.exit(130) }
                isStopping = true
                await bench.stop()
            }
        }
        defer { stopping.cancel() }
        let line = ProgressLine()
        let report = try await bench.run { line.show($0) }
        line.end()
        if json { try printJSON(report) } else { print(report.table) }
    }

    private func printJSON(_ report: BenchReport) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}
