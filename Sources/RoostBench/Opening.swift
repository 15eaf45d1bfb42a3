import SocketIOClient

/// Opens the connections of a run, so many per second at most.
struct Opening {
    /// How many connections are being opened at a time, so that the server's queue of new ones does not overflow.
    private static let atOnce = 64

    let run: Member.Run
    let rooms: [BenchRoom]

    /// Opens all connections, or as many as there is time for until the task is cancelled.
    ///
    /// The first one goes ahead alone: what is wrong with it is wrong with all of them.
    /// - Returns: The members that are in their rooms, which take turns.
    /// - Throws: `BenchError` where the server does not answer or refuses a member.
    func run() async throws(BenchError) -> [Member] {
        do {
            return try await openAll()
        } catch let error as BenchError {
            throw error
        } catch {
            throw .unreachable(run.plan.target.url, reason: networkReason(error))
        }
    }

    private func openAll() async throws -> [Member] {
        var members = [try await open(0)]
        let start = run.clock.now
        try await withThrowingTaskGroup(of: Member?.self) { group in
            var (opening, next) = (0, 1)
            while next < run.plan.connections, !Task.isCancelled {
                if let ramp = run.plan.ramp {
                    // Cancelled means that there is no more time: the loop ends.
                    try? await run.clock.sleep(until: OpenLoop(start: start, rate: ramp).time(of: next))
                }
                if opening == Self.atOnce, let member = try await group.next() {
                    opening -= 1
                    if let member { members.append(member) }
                }
                guard !Task.isCancelled else { break }
                let index = next
                group.addTask { try await attempt(index) }
                (opening, next) = (opening + 1, next + 1)
            }
            for try await case let member? in group { members.append(member) }
        }
        return members.sorted { $0.index < $1.index }
    }

    /// A member, or nil where it could not connect, which counts as a failure.
    private func attempt(_ index: Int) async throws -> Member? {
        do {
            return try await open(index)
        } catch let error as BenchError {
            throw error
        } catch {
            if !Task.isCancelled { run.tally.failed(networkReason(error)) }
            return nil
        }
    }

    private func open(_ index: Int) async throws -> Member {
        let member = try Member(index, room: rooms[index % rooms.count], run: run)
        run.tally.connected(after: try await member.enter())
        return member
    }
}
