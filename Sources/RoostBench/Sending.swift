/// The time in which a run's members post.
struct Sending {
    /// What the span took.
    struct Use: Sendable {
        /// How long it was.
        var length = Duration.zero
        /// The server's CPU time; nil where it cannot be read.
        var server: Duration?
        /// The CPU time of this process.
        var generator = Duration.zero
        /// How many messages were due and never sent.
        var unsent = 0
    }

    let run: Member.Run
    let members: [Member]
    let server: ServerProcess?

    /// Sends through the warm-up and the span that counts; ends early where the task is cancelled or every connection lost.
    func run() async -> Use {
        guard !Task.isCancelled else { return Use() }
        let plan = run.plan
        let start = run.clock.now
        let span = start + plan.warmup..<start + plan.warmup + plan.duration
        run.tally.measure(span)
        let senders = members.prefix(plan.senders).map {
            Sender(member: $0, clock: run.clock, pace: plan.pace)
        }
        let pacing = Task { await pace(senders, from: start, to: span.upperBound) }
        await wait(until: span.lowerBound)
        let before = (generator: ProcessSample.ownCPU, server: server?.sample()?.cpu)
        await wait(until: span.upperBound)
        let after = (generator: ProcessSample.ownCPU, server: server?.sample()?.cpu)
        pacing.cancel()
        await pacing.value

        var use = Use(generator: after.generator - before.generator)
        if let end = after.server, let start = before.server { use.server = end - start }
        for sender in senders { await sender.stop() }
        let end = max(span.lowerBound, min(run.clock.now, span.upperBound))
        run.tally.endMeasuring(at: end)
        if case .open(let rate) = plan.pace, !senders.isEmpty {
            let due = OpenLoop(start: start, rate: rate).count(in: span.lowerBound..<end)
            use.unsent = max(0, due - run.tally.now.sent)
        }
        use.length = end - span.lowerBound
        return use
    }

    /// Waits until `time`, the task is cancelled, or no connection is left.
    private func wait(until time: Duration) async {
        while run.clock.now < time, run.tally.now.disconnected < members.count {
            do {
                try await run.clock.sleep(until: min(time, run.clock.now + .milliseconds(250)))
            } catch {
                return  // Cancelled.
            }
        }
    }

    private func pace(_ senders: [Sender], from start: Duration, to end: Duration) async {
        guard !senders.isEmpty else { return }
        switch run.plan.pace {
        case .closed:
            for sender in senders { await sender.begin() }
        case .open(let rate):
            let loop = OpenLoop(start: start, rate: rate)
            for number in 0... {
                let time = loop.time(of: number)
                guard time < end else { return }
                do {
                    try await run.clock.sleep(until: time)
                } catch {
                    return  // Cancelled: the time is over.
                }
                await senders[number % senders.count].fire(at: time)
            }
        }
    }
}
