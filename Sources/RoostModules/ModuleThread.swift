internal import CModuleGuard
internal import Dispatch
internal import Foundation
internal import Synchronization

/// A thread of one module's own: all tasks of the module run on it, so that none holds up anybody else.
///
/// It begins with the first piece of work, and ends once it is closed and nothing waits.
final class ModuleThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isRunning = false
        var isClosed = false
        var handle: UInt?
        var held: Held?
    }

    /// A job that had not come back when somebody looked.
    private struct Held {
        let turn: Int
        /// Nanoseconds of the processor that the thread had had at the first look.
        let spent: Int64
        /// When it was seen to keep the processor from all others; `nil` where it may be waiting itself.
        var since: ContinuousClock.Instant?
    }

    private let name: String
    private let mark: CrashJournal.Mark?
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    /// Goes up when a job begins and when it ends, which tells one from the next.
    private let turn = Atomic(0)

    /// The thread of the module named `name`, whose crashes go to `mark`.
    init(name: String, mark: CrashJournal.Mark?) {
        self.name = name
        self.mark = mark
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            defer { state.isRunning = true }
            state.jobs.append(job)
            return !state.isRunning
        }
        if isFirst { start() } else { wake.signal() }
    }

    /// Lets the thread end when nothing waits any more.
    ///
    /// Until then it runs only while the machine has nothing else to do, and rests most of the time where the module's own
    /// code keeps it busy: what still goes on was asked to end.
    func close() {
        state.withLock { state in
            state.isClosed = true
            if let handle = state.handle { roost_guard_calm(handle) }
        }
        wake.signal()
    }

    /// Since when the job that runs is known to keep the thread busy; `nil` where none does, or nobody looked.
    var heldSince: ContinuousClock.Instant? {
        state.withLock { state in
            state.held?.turn == turn.load(ordering: .relaxed) ? state.held?.since : nil
        }
    }

    /// Looks whether the job that runs has had the processor for `Limits.holdTime` since the first look at it.
    ///
    /// What counts is the processor's time: on a machine with much to do, a job that has hardly run is none that holds up.
    func look() {
        state.withLock { state in
            guard let handle = state.handle else { return }
            let turn = turn.load(ordering: .relaxed)
            let spent = roost_guard_spent(handle)
            guard let held = state.held, held.turn == turn else {
                state.held = Held(turn: turn, spent: spent)
                return
            }
            guard held.since == nil, .nanoseconds(spent - held.spent) >= Limits.holdTime else { return }
            state.held?.since = .now
        }
    }

    private func start() {
        Thread { self.run() }.start()
    }

    private func run() {
        // Not Foundation's way, which does nothing where the thread is quicker than the one that starts it.
        roost_guard_name("mod:\(name)")
        let handle = roost_guard_enter(mark?.pointer)
        state.withLock { $0.handle = handle }
        while let jobs = next() {
            for job in jobs {
                turn.add(1, ordering: .relaxed)
                job.runSynchronously(on: asUnownedTaskExecutor())
                turn.add(1, ordering: .relaxed)
            }
        }
        roost_guard_leave()
    }

    /// What waits, in its order; `nil` where the thread is to end.
    private func next() -> [UnownedJob]? {
        while true {
            let jobs: [UnownedJob]? = state.withLock { state in
                defer { state.jobs = [] }
                guard state.jobs.isEmpty, state.isClosed else { return state.jobs }
                state.isRunning = false
                state.handle = nil
                return nil
            }
            guard let jobs else { return nil }
            if !jobs.isEmpty { return jobs }
            wake.wait()
        }
    }
}
