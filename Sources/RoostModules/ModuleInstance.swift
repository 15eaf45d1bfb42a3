internal import Logging
internal import RoostKit
internal import Synchronization

/// One version of a module that was made: its object, its thread, and what it takes part in.
final class ModuleInstance: Sendable {
    /// What the module says about itself.
    let manifest: ModuleManifest
    /// What it takes part in.
    let declarations: Declarations
    /// Where all of it runs.
    let thread: ModuleThread
    // Held for as long as the module runs: it may keep nothing of itself in what it declares.
    private let module: any RoostModule
    private let context: HostedContext
    private let deadlines: Deadlines
    private let calls = Mutex((count: 0, idle: Waiter?.none))

    private typealias Waiter = @Sendable () -> Void

    init(
        manifest: ModuleManifest,
        module: any RoostModule,
        context: HostedContext,
        thread: ModuleThread,
        deadlines: Deadlines
    ) {
        self.manifest = manifest
        self.module = module
        self.context = context
        self.thread = thread
        self.deadlines = deadlines
        declarations = context.declarations
    }

    /// Its settings, as they are in force.
    var settings: [ModuleReport.Setting] {
        manifest.settings.map { ModuleReport.Setting($0, of: manifest.name, in: context.settings) }
    }

    /// How much background work it has.
    var taskCount: Int { context.tasks.count }

    /// Lets the module prepare itself.
    func start() async -> Outcome<Void> {
        context.tasks.open()
        let module = module
        return await run(within: Limits.startTime) { try await module.start() }
    }

    /// Runs `work` on the module's thread, for at most `limit`; where it is `skippable`, only if no other job holds the thread up.
    func run<T: Sendable>(
        within limit: Duration,
        skippable: Bool = false,
        _ work: @escaping @Sendable () async throws -> T
    ) async -> Outcome<T> {
        await TimedCall.run(on: thread, within: limit, skippable: skippable, by: deadlines, work)
    }

    /// Counts a call in; `false` where there are too many, unless it must be made all the same.
    func enter(always: Bool) -> Bool {
        calls.withLock { calls in
            guard always || calls.count < Limits.callsAtOnce else { return false }
            calls.count += 1
            return true
        }
    }

    /// Counts a call out.
    func leave() {
        let idle: Waiter? = calls.withLock { calls in
            calls.count -= 1
            guard calls.count == 0 else { return nil }
            defer { calls.idle = nil }
            return calls.idle
        }
        idle?()
    }

    /// Ends the module once what is under way has ended, or its time is up; nobody may enter any more.
    ///
    /// A module that is broken is not asked to end by itself. What goes on in spite of all has only the machine's
    /// spare time.
    func stop(isBroken: Bool, logger: Logger) async {
        await idle(within: Limits.stopTime)
        context.tasks.close()
        let module = module
        if !isBroken, case .late = await run(within: Limits.stopTime, { await module.stop() }) {
            logger.warning("module did not stop in time")
        }
        thread.close()
    }

    private func idle(within limit: Duration) async {
        let deadlines = deadlines
        await withCheckedContinuation { (waiter: CheckedContinuation<Void, Never>) in
            let once = Once { waiter.resume() }
            let deadline = deadlines.add(after: limit) { once.run() }
            let isIdle = calls.withLock { calls in
                calls.idle = {
                    deadlines.remove(deadline)
                    once.run()
                }
                return calls.count == 0
            }
            if isIdle {
                deadlines.remove(deadline)
                once.run()
            }
        }
    }
}

/// Something that happens at most once, whoever asks for it first.
private final class Once: Sendable {
    private let work: Mutex<(@Sendable () -> Void)?>

    init(_ work: @escaping @Sendable () -> Void) {
        self.work = Mutex(work)
    }

    func run() {
        let work = work.withLock { work in
            defer { work = nil }
            return work
        }
        work?()
    }
}
