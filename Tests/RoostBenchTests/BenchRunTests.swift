import Foundation
import SocketIO
import SocketIOClient
import Synchronization
import Testing

@testable import RoostBench

@Suite("BenchRun: a run against a server")
struct BenchRunTests {
    private func report(of plan: BenchPlan) async throws -> BenchReport {
        try await BenchRun(plan).run { _ in }
    }

    /// The report of a run that ends once its figures are such: on a busy machine even the first
    /// answer may take more than a second.
    private func report(
        of plan: BenchPlan,
        once isDone: @escaping @Sendable (Tally.Figures) -> Bool
    ) async throws -> BenchReport {
        var plan = plan
        plan.duration = .seconds(120)
        let run = BenchRun(plan)
        return try await run.run { progress in
            if isDone(progress.figures) { Task { await run.stop() } }
        }
    }

    @Test("in a closed loop every message is answered, and comes to everybody in its room")
    func closedLoop() async throws {
        try await withPlainServer { plan, _ in
            let report = try await report(of: plan) { $0.acked > 0 }
            #expect(report.connections.made == 6 && report.connections.failed == 0)
            #expect(report.messages.sent > 0 && report.messages.acked == report.messages.sent)
            #expect(report.deliveries.expected == 3 * report.messages.acked)
            #expect(report.deliveries.lost == 0 && report.deliveries.duplicates == 0)
            #expect(report.deliveries.received == report.deliveries.expected)
            #expect(try #require(report.deliveries.milliseconds.p50) > 0)
            #expect(report.server?.pid == Int(ProcessInfo.processInfo.processIdentifier))
        }
    }

    @Test("an open loop sends what is due, and says what it could not", arguments: [1, 2])
    func openLoop(senders: Int) async throws {
        try await withPlainServer { plan, _ in
            var plan = plan
            plan.senders = senders
            plan.pace = .open(rate: 64)
            let report = try await report(of: plan)
            #expect(!report.endedEarly && report.messages.sent + report.messages.unsent == 64)
            #expect(report.messages.acked == report.messages.sent)
            #expect(report.deliveries.expected == 3 * report.messages.acked && report.deliveries.lost == 0)
        }
    }

    @Test("all transports", arguments: ClientConfiguration.Transports.allCases)
    func transports(_ transports: ClientConfiguration.Transports) async throws {
        try await withPlainServer { plan, _ in
            var plan = plan
            plan.transports = transports
            let report = try await report(of: plan) { $0.acked > 0 }
            #expect(report.messages.acked > 0 && report.messages.acked == report.messages.sent)
            #expect(report.deliveries.expected == 3 * report.messages.acked && report.deliveries.lost == 0)
        }
    }

    @Test("what does not come is lost, also where something else comes twice")
    func losses() async throws {
        let forgetful: MessageHandler = { socket, event in
            // The author does not get it, and everybody else twice.
            for _ in 1...2 { socket.to(event.room).emit("message", arguments: event.arguments) }
            event.ack?()
        }
        try await withPlainServer(message: forgetful) { plan, _ in
            let report = try await report(of: plan) { $0.acked > 0 }
            #expect(report.messages.acked > 0)
            #expect(report.deliveries.lost == report.messages.acked)
            #expect(report.deliveries.received == 2 * report.messages.acked)
            #expect(report.deliveries.duplicates == report.deliveries.received)
        }
    }

    @Test("messages without an answer are said to be that, and nobody has to get them")
    func unanswered() async throws {
        try await withPlainServer(message: { _, _ in }) { plan, _ in
            let report = try await report(of: plan) { $0.sent == 2 }
            // Each sender waits for the answer to its first one.
            #expect(report.messages.sent == 2 && report.messages.unanswered == 2)
            #expect(report.messages.acked == 0)
            #expect(report.deliveries.expected == 0 && report.deliveries.lost == 0)
        }
    }

    @Test("a run that is stopped reports what it has")
    func stopping() async throws {
        let (messages, continuation) = AsyncStream.makeStream(of: Void.self)
        let telling: MessageHandler = { socket, event in
            try deliver(socket, event)
            continuation.yield()
        }
        try await withPlainServer(message: telling) { plan, _ in
            var plan = plan
            plan.duration = .seconds(3_600)
            let run = BenchRun(plan)
            async let report = run.run { _ in }
            for await _ in messages.prefix(10) {}
            await run.stop()
            let finished = try await report
            #expect(finished.endedEarly && finished.measuredSeconds < 3_600)
            #expect(finished.messages.acked >= 8 && finished.deliveries.lost == 0)
        }
    }

    @Test("a run ends when no connection is left")
    func disconnected() async throws {
        let closing: MessageHandler = { socket, _ in socket.namespace.except().disconnect(closing: true) }
        try await withPlainServer(message: closing) { plan, _ in
            var plan = plan
            plan.duration = .seconds(3_600)
            let report = try await report(of: plan)
            #expect(report.endedEarly && report.connections.lost == 6)
        }
    }

    @Test("a server that lets nobody in is told apart from one that is not there")
    func refusal() async throws {
        try await withPlainServer { plan, io in
            io.namespace().use { _, _ in throw ConnectRefusal("Go away.", details: ["code": "closed"]) }
            await #expect(throws: BenchError.refused(code: "closed", message: "Go away.")) {
                try await report(of: plan)
            }
        }
        // Port 1 is nobody's.
        let plan = BenchPlan(target: try BenchTarget("http://127.0.0.1:1"))
        let error = await #expect(throws: BenchError.self) { try await report(of: plan) }
        #expect(error?.code == "unreachable")
    }

    @Test("as JSON a report has the figures by name")
    func json() async throws {
        try await withPlainServer { plan, _ in
            let data = try JSONEncoder().encode(try await report(of: plan, once: { $0.acked > 0 }))
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let messages = try #require(object["messages"] as? [String: Any])
            #expect(messages["sent"] as? Int == messages["acked"] as? Int)
            #expect((messages["ackMilliseconds"] as? [String: Any])?["p999"] is Double)
            let settings = try #require(object["settings"] as? [String: Any])
            #expect(settings["window"] as? Int == 1 && settings["rate"] == nil)
            #expect((object["server"] as? [String: Any])?["peakBytes"] is Int)
        }
    }

    @Test("as a table a report has them, too")
    func table() async throws {
        try await withPlainServer { plan, _ in
            let report = try await report(of: plan) { $0.acked > 0 }
            #expect(report.table.contains("6 connections, 2 rooms, 2 senders"))
            #expect(report.table.contains("\(report.messages.sent) sent, \(report.messages.acked) acked"))
        }
    }
}
