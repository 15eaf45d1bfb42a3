internal import Synchronization

/// How much of a call into a module is in the server's own database just now, which is no fault of the module.
package final class StoreVisits: Sendable {
    @TaskLocal static var current: StoreVisits?

    private let count = Atomic(0)

    /// Whether the call waits for the database.
    var isInStore: Bool { count.load(ordering: .relaxed) > 0 }

    /// Runs `work`, which is the database's, for the call that is under way.
    package static func visit<T>(_ work: () async throws -> T) async rethrows -> T {
        let visits = current
        visits?.count.add(1, ordering: .relaxed)
        defer { visits?.count.subtract(1, ordering: .relaxed) }
        return try await work()
    }
}
