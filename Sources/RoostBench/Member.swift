import NIOCore
import SocketIO
import SocketIOClient
import Synchronization

/// One connection in its room: hears everything that is said there, and may post.
final class Member: Sendable {
    /// What every member of a run shares.
    struct Run: Sendable {
        /// The run's own name, which no other has.
        let id: String
        let plan: BenchPlan
        let clock: RunClock
        let tally: Tally
    }

    /// The member's place among all that were to be opened.
    let index: Int
    let room: BenchRoom
    private let client: SocketIOClient
    private let run: Run
    private let receipts = Mutex(Receipts())

    init(_ index: Int, room: BenchRoom, run: Run) throws(ClientError) {
        var configuration = ClientConfiguration()
        configuration.transports = run.plan.transports
        configuration.auth = run.plan.token.map { ["token": .string($0)] }
        client = try SocketIOClient(run.plan.target.url, configuration: configuration)
        self.index = index
        self.room = room
        self.run = run
    }

    /// Connects and joins the room; from then on the member listens until its connection ends.
    /// - Returns: How long connecting took, without the joining.
    /// - Throws: `BenchError.refused` where the server does not want it; else what went wrong with this connection.
    func enter() async throws -> Duration {
        let start = run.clock.now
        do {
            try await client.connect()
        } catch ClientError.connectError(let message, let details) {
            throw BenchError.refused(code: details?["code"]?.string ?? "connect_error", message: message)
        }
        let took = run.clock.now - start
        let dialect = run.plan.dialect
        let answer = try await client.call(dialect.join, ["room": .string(room.name)])
        if let refusal = dialect.refusal(in: answer) {
            throw BenchError.refused(code: refusal.code, message: "room '\(room.name)': \(refusal.message)")
        }
        Task { await listen() }
        return took
    }

    /// Leaves the server.
    func leave() async {
        await client.disconnect()
    }

    /// Posts the message that was due at `time`, and notes what became of it.
    /// - Returns: Whether another one may be posted: not once the connection has ended.
    func post(dueAt time: Duration) async -> Bool {
        let number = room.number()
        let stamp = Stamp(run: run.id, number: number, time: time)
        let message: JSON = [
            "room": .string(room.name), "text": .string(stamp.text(size: run.plan.textBytes)),
            "id": .string("\(run.id)-\(room.name.prefix(32))-\(number)"),
        ]
        run.tally.sent(dueAt: time)
        do {
            let answer = try await client.call(run.plan.dialect.post, message)
            if let refusal = run.plan.dialect.refusal(in: answer) {
                run.tally.refused(dueAt: time, code: refusal.code)
                return true
            }
            // Before the tally, from which the end of the run learns that every answer is there.
            if run.tally.counts(time) { room.acked(number) }
            run.tally.acked(dueAt: time, at: run.clock.now)
            return true
        } catch {
            run.tally.unanswered(dueAt: time)
            return error as? ClientError == .timeout
        }
    }

    /// How many messages that count did not come here.
    func countLost() -> Int {
        let acked = room.acked
        return receipts.withLock { acked.countMissing(in: $0) }
    }

    private func listen() async {
        let posted = run.plan.dialect.posted
        for await happening in client.happenings {
            switch happening {
            case .event(posted, let arguments, _): heard(arguments)
            case .event, .connected: continue
            case .disconnected: run.tally.disconnected()
            }
        }
    }

    private func heard(_ arguments: [JSON]) {
        guard let message = arguments.first, message["room"]?.string == room.name,
            let stamp = message["text"]?.string.flatMap(Stamp.init), stamp.run == run.id
        else { return }
        let isNew = receipts.withLock { $0.insert(stamp.number) }
        run.tally.delivered(dueAt: stamp.time, at: run.clock.now, isNew: isNew)
    }
}
