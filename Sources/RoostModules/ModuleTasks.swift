internal import Synchronization

/// The background work of one module, on its own thread.
final class ModuleTasks: Sendable {
    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var last = 0
        var isOpen = false
    }

    private let thread: ModuleThread
    private let state = Mutex(State())

    init(on thread: ModuleThread) {
        self.thread = thread
    }

    /// How many there are.
    var count: Int { state.withLock { $0.tasks.count } }

    /// From now on work may begin.
    func open() {
        state.withLock { $0.isOpen = true }
    }

    /// Begins `work`, unless there is too much already or the module does not run; errors go to `failed`.
    func spawn(
        _ work: @escaping @concurrent @Sendable () async throws -> Void,
        failed: @escaping @Sendable (any Error) -> Void
    ) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.tasks.count < Limits.tasks else { return false }
            state.last += 1
            let id = state.last
            state.tasks[id] = Task(executorPreference: thread) {
                do {
                    try await work()
                } catch is CancellationError {
                    // As it was asked to.
                } catch {
                    failed(error)
                }
                self.state.withLock { $0.tasks[id] = nil }
            }
            return true
        }
    }

    /// Cancels all of it; no more begins.
    func close() {
        let tasks = state.withLock { state in
            state.isOpen = false
            return state.tasks.values
        }
        for task in tasks { task.cancel() }
    }
}
