package import NIOCore

/// Runs actors on an event loop, and knows when it does, so that `Task.immediate` there begins at once.
///
/// NIO's own executor only stops a caller on another thread; it cannot say where it is (`isIsolatingCurrentContext`, SE-0471).
package final class LoopExecutor: SerialExecutor {
    private let eventLoop: any EventLoop

    /// The executor of `eventLoop`, which may be any: one for tests, too.
    package init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Runs `job` in its turn.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Traps elsewhere than on the event loop.
    package func checkIsolated() {
        eventLoop.preconditionInEventLoop()
    }

    /// Whether the caller is on the event loop.
    package func isIsolatingCurrentContext() -> Bool? {
        eventLoop.inEventLoop
    }
}
