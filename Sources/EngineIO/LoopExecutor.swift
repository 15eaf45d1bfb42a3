import NIOCore

/// Runs actors on an event loop, and knows when it does, so that `Task.immediate` there begins at once.
///
/// NIO's own executor only stops a caller on another thread; it cannot say where it is (`isIsolatingCurrentContext`, SE-0471).
final class LoopExecutor: SerialExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() {
        eventLoop.preconditionInEventLoop()
    }

    func isIsolatingCurrentContext() -> Bool? {
        eventLoop.inEventLoop
    }
}
