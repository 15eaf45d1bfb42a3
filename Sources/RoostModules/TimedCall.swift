internal import Synchronization

/// How a call into a module ended.
enum Outcome<Value: Sendable>: Sendable {
    /// In time, with a value.
    case value(Value)
    /// In time, with an error.
    case failed(any Error)
    /// Its time was up; what it does now, nobody waits for.
    case late(Lateness)
}

/// Why a call was not done in time.
enum Lateness: Sendable {
    /// The database held it up, or work before it that has time left.
    case excused
    /// It waits for something: perhaps for what many others asked for before it.
    case waiting
    /// The module keeps its thread busy.
    case held
}

/// One call into a module, until its result or its deadline comes, whichever is first.
final class TimedCall<Value: Sendable>: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Outcome<Value>, Never>?
        var task: Task<Void, Never>?
        var deadline: UInt64?
        var hasBegun = false
        var isLate = false
    }

    private let state: Mutex<State>
    private let visits = StoreVisits()
    private let thread: ModuleThread
    private let limit: Duration
    private let end: ContinuousClock.Instant
    private let deadlines: Deadlines

    private init(
        _ waiter: CheckedContinuation<Outcome<Value>, Never>,
        on thread: ModuleThread,
        within limit: Duration,
        by deadlines: Deadlines
    ) {
        state = Mutex(State(waiter: waiter))
        self.thread = thread
        self.limit = limit
        self.deadlines = deadlines
        end = .now + limit
    }

    /// Runs `work` on `thread`, for at most `limit`; where it is `skippable`, only if no other job holds the thread up.
    ///
    /// Work that is late is cancelled.
    static func run(
        on thread: ModuleThread,
        within limit: Duration,
        skippable: Bool = false,
        by deadlines: Deadlines,
        _ work: @escaping @Sendable () async throws -> Value
    ) async -> Outcome<Value> {
        if skippable, let since = thread.heldSince { return .late(.now - since < limit ? .excused : .held) }
        return await withCheckedContinuation { waiter in
            let call = TimedCall(waiter, on: thread, within: limit, by: deadlines)
            call.look(after: skippable ? min(Limits.lookTime, limit) : limit)
            let task = Task(executorPreference: thread) {
                call.begin()
                let outcome: Outcome<Value>
                do {
                    outcome = .value(try await StoreVisits.$current.withValue(call.visits, operation: work))
                } catch {
                    outcome = .failed(error)
                }
                call.finish(outcome)
            }
            call.remember(task)
        }
    }

    private func begin() {
        state.withLock { $0.hasBegun = true }
    }

    private func remember(_ task: Task<Void, Never>) {
        let isLate = state.withLock { state in
            state.task = task
            return state.isLate
        }
        if isLate { task.cancel() }
    }

    /// Gives the work up where its time is over, or where it waits for a thread that is held; else looks again later.
    private func look() {
        let hasBegun = state.withLock(\.hasBegun)
        let now = ContinuousClock.now
        if now < end, hasBegun { return look(after: end - now) }
        thread.look()
        if now >= end {
            return giveUp(visits.isInStore ? .excused : thread.heldSince == nil ? .waiting : .held)
        }
        guard let since = thread.heldSince else { return look(after: .zero) }
        giveUp(now - since < limit ? .excused : .held)
    }

    /// Has the call looked at after `time`, unless it is over by then.
    private func look(after time: Duration) {
        let deadline = deadlines.add(after: time) { self.look() }
        let isOver = state.withLock { state in
            state.deadline = deadline
            return state.waiter == nil
        }
        if isOver { deadlines.remove(deadline) }
    }

    private func giveUp(_ lateness: Lateness) {
        finish(.late(lateness))
        let task = state.withLock { state in
            state.isLate = true
            return state.task
        }
        task?.cancel()
    }

    private func finish(_ outcome: Outcome<Value>) {
        let (waiter, deadline) = state.withLock { state in
            defer { state.waiter = nil }
            return (state.waiter, state.deadline)
        }
        if let deadline { deadlines.remove(deadline) }
        waiter?.resume(returning: outcome)
    }
}
