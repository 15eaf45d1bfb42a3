/// Reports a run's progress once a second, and watches the server's memory meanwhile.
actor ProgressMeter {
    private let run: Member.Run
    private let server: ServerProcess?
    private let report: @Sendable (BenchProgress) -> Void
    /// The part of the run that is reported.
    private var phase = BenchProgress.Phase.connecting
    private(set) var peakBytes = 0

    init(run: Member.Run, server: ServerProcess?, report: @escaping @Sendable (BenchProgress) -> Void) {
        self.run = run
        self.server = server
        self.report = report
    }

    func begin(_ phase: BenchProgress.Phase) {
        self.phase = phase
    }

    /// Reports until the task is cancelled.
    func watch() async {
        var before = run.tally.now
        for second in 1... {
            do {
                // In quarters, for the memory's peak.
                for quarter in 1...4 {
                    lookAtMemory()
                    try await run.clock.sleep(until: .milliseconds(1_000 * (second - 1) + 250 * quarter))
                }
            } catch {
                return lookAtMemory()
            }
            let figures = run.tally.now
            report(
                BenchProgress(
                    second: second,
                    phase: phase,
                    elapsed: run.clock.now,
                    connections: run.plan.connections,
                    figures: figures,
                    ackedPerSecond: Double(figures.ackedEver - before.ackedEver),
                    deliveredPerSecond: Double(figures.deliveredEver - before.deliveredEver)
                )
            )
            before = figures
        }
    }

    private func lookAtMemory() {
        peakBytes = max(peakBytes, server?.sample()?.residentBytes ?? 0)
    }
}
