internal import Synchronization

/// How a call into a module ended.
enum Outcome<Value: Sendable>: Sendable {
    /// In time, with a value.
    case value(Value)
    /// In time, with an error.
    case failed(any Error)
    /// Its time was up; what it does now, nobody waits for. `inStore` where the server's database held it up.
    case late(inStore: Bool)
}

/// One call into a module, until its result or its deadline comes, whichever is first.
final class TimedCall<Value: Sendable>: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Outcome<Value>, Never>?
        var task: Task<Void, Never>?
        var isLate = false
    }

    private let state: Mutex<State>
    private let visits = StoreVisits()

    private init(_ waiter: CheckedContinuation<Outcome<Value>, Never>) {
        state = Mutex(State(waiter: waiter))
    }

    /// Runs `work` on `thread`, for at most `limit`.
    ///
    /// Work that is late is cancelled; `ended` is called when it ends, in time or not.
    static func run(
        on thread: ModuleThread,
        within limit: Duration,
        by deadlines: Deadlines,
        ended: @escaping @Sendable () -> Void = {},
        _ work: @escaping @Sendable () async throws -> Value
    ) async -> Outcome<Value> {
        await withCheckedContinuation { waiter in
            let call = TimedCall(waiter)
            let deadline = deadlines.add(after: limit) { call.timeIsUp() }
            let task = Task(executorPreference: thread) {
                let outcome: Outcome<Value>
                do {
                    outcome = .value(try await StoreVisits.$current.withValue(call.visits, operation: work))
                } catch {
                    outcome = .failed(error)
                }
                deadlines.remove(deadline)
                ended()
                call.finish(outcome)
            }
            call.remember(task)
        }
    }

    private func remember(_ task: Task<Void, Never>) {
        let isLate = state.withLock { state in
            state.task = task
            return state.isLate
        }
        if isLate { task.cancel() }
    }

    private func timeIsUp() {
        finish(.late(inStore: visits.isInStore))
        let task = state.withLock { state in
            state.isLate = true
            return state.task
        }
        task?.cancel()
    }

    private func finish(_ outcome: Outcome<Value>) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: outcome)
    }
}
