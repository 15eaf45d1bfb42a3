package import NIOCore

/// The executors of a group's event loops: actors that share one call each other without a hop.
package final class LoopExecutors: Sendable {
    private let executors: [ObjectIdentifier: LoopExecutor]

    /// One for each event loop of `group`.
    package init(_ group: any EventLoopGroup) {
        executors = group.makeIterator().reduce(into: [:]) { executors, loop in
            executors[ObjectIdentifier(loop)] = LoopExecutor(loop)
        }
    }

    /// That of `eventLoop`, which is one of the group's.
    package func of(_ eventLoop: any EventLoop) -> LoopExecutor {
        guard let executor = executors[ObjectIdentifier(eventLoop)] else {
            preconditionFailure("an event loop of another group")
        }
        return executor
    }
}
