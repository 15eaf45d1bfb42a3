import SocketIOClient

/// One run of a benchmark: connects, sends, waits for what is under way, and reports.
package actor BenchRun {
    /// How long nothing may come before what is missing counts as lost.
    private static let patience = Duration.seconds(3)
    /// How long saying goodbye may take.
    private static let goodbyeLimit = Duration.seconds(5)

    private let plan: BenchPlan
    private let run: Member.Run
    private var isStopped = false
    /// The part of the run that `stop()` cuts short.
    private var cancelPart: (@Sendable () -> Void)?

    /// A run of `plan`; nothing is opened yet.
    package init(_ plan: BenchPlan) {
        self.plan = plan
        run = Member.Run(
            id: String(UInt32.random(in: 0 ... .max), radix: 36),
            plan: plan,
            clock: RunClock(),
            tally: Tally()
        )
    }

    /// Ends the run early; `run()` reports what was measured so far.
    package func stop() {
        isStopped = true
        cancelPart?()
    }

    /// Runs to the end, and tells `progress` once a second how far it is.
    /// - Returns: What was measured.
    /// - Throws: `BenchError` where the run could not begin.
    package func run(progress: @escaping @Sendable (BenchProgress) -> Void) async throws -> BenchReport {
        try DescriptorLimit.raise(for: plan.connections, each: plan.transports == .webSocket ? 1 : 3)
        let server = plan.target.isLoopback ? ServerProcess.listening(on: plan.target.port) : nil
        let meter = ProgressMeter(run: run, server: server, report: progress)
        let watching = Task { await meter.watch() }
        defer { watching.cancel() }

        let idle = server?.sample()
        let opening = Opening(run: run, rooms: plan.rooms.map { BenchRoom(name: $0) })
        let members = try await part { try await opening.run() }
        let connected = server?.sample()
        await meter.begin(.sending)
        let sending = Sending(run: run, members: members, server: server)
        let use = try await part { await sending.run() }
        await meter.begin(.draining)
        await drain(members)
        watching.cancel()
        await watching.value

        let report = BenchReport(
            plan: plan,
            figures: run.tally.now,
            expected: members.reduce(0) { $0 + $1.room.acked.count },
            lost: countLost(members),
            use: use,
            endedEarly: isStopped || use.length < plan.duration,
            server: BenchReport.Server(
                process: server,
                idle: idle,
                connected: connected,
                peakBytes: await meter.peakBytes
            )
        )
        await leave(members)
        return report
    }

    /// Does `work` until it is done or `stop()` cancels it.
    private func part<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws
        -> Result
    {
        let task = Task { try await work() }
        cancelPart = { task.cancel() }
        defer { cancelPart = nil }
        if isStopped { task.cancel() }
        return try await task.value
    }

    /// Waits until every message is answered and has come to everybody, or nothing comes any more.
    private func drain(_ members: [Member]) async {
        var (seen, seenAt) = (-1, run.clock.now)
        while !Task.isCancelled {
            let figures = run.tally.now
            if figures.waiting == 0, countLost(members) == 0 { return }
            let events = figures.ackedEver + figures.deliveredEver
            if events != seen { (seen, seenAt) = (events, run.clock.now) }
            guard run.clock.now - seenAt < Self.patience else { return }
            // Cancelled is as good as done.
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func countLost(_ members: [Member]) -> Int {
        members.reduce(0) { $0 + $1.countLost() }
    }

    /// Says goodbye for all members, as far as the server lets them.
    private func leave(_ members: [Member]) async {
        await withTaskGroup { group in
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for member in members { group.addTask { await member.leave() } }
                }
            }
            // Cancelled means that all have left.
            group.addTask { try? await Task.sleep(for: Self.goodbyeLimit) }
            await group.next()
            group.cancelAll()
        }
    }
}
