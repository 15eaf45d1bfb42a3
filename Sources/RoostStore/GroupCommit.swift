internal import GRDB
internal import Synchronization

/// The store's only writer: what arrives while one transaction runs goes together into the next one.
///
/// One `fdatasync` thus makes many callers' writes durable. Each work runs in a savepoint of its own, so one that
/// fails takes back only its own writes; a commit that fails, fails everybody in it. Works run in the order in
/// which they arrived.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [Work] = []
        var isRunning = false
        var transactionCount = 0
    }

    /// Tells a caller how it went: with the error of the whole transaction, or `nil` once that is durable.
    private typealias Completion = @Sendable (StoreError?) -> Void

    private struct Work: Sendable {
        let perform: @Sendable (Database) -> Completion
        let refuse: Completion
    }

    private let state = Mutex(State())
    private let pool: DatabasePool
    private let waitingLimit: Int

    init(pool: DatabasePool, waitingLimit: Int) {
        self.pool = pool
        self.waitingLimit = waitingLimit
    }

    /// How many works wait for the next transaction.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// How many transactions have ended, well or badly.
    var transactionCount: Int { state.withLock { $0.transactionCount } }

    /// What `work` returns, once its writes are durable.
    ///
    /// A caller's cancellation does not stop its work.
    /// - Throws: What `work` threw, or `StoreError.busy` where too many works wait already.
    func commit<T: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> T
    ) async throws(StoreError) -> T {
        let outcome: Result<T, StoreError> = await withCheckedContinuation { continuation in
            enqueue(
                Work { database in
                    let result = Result { try database.inSavepoint(returning: work) }
                        .mapError(StoreError.init)
                    return { failure in
                        // A work that failed by itself learns why, whatever became of the others.
                        continuation.resume(
                            returning: result.flatMap { value in
                                failure.map(Result.failure) ?? .success(value)
                            }
                        )
                    }
                } refuse: { failure in
                    continuation.resume(returning: .failure(failure ?? .busy))
                }
            )
        }
        return try outcome.get()
    }

    private func enqueue(_ work: Work) {
        let (isTaken, mustStart) = state.withLock { state in
            guard state.waiting.count < waitingLimit else { return (false, false) }
            state.waiting.append(work)
            defer { state.isRunning = true }
            return (true, !state.isRunning)
        }
        if !isTaken { work.refuse(.busy) }
        if mustStart { pool.asyncWriteWithoutTransaction { self.drain(into: $0) } }
    }

    private func drain(into database: Database) {
        while let batch = nextBatch() {
            run(batch, in: database)
        }
    }

    private func nextBatch() -> ArraySlice<Work>? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            let batch = state.waiting.prefix(Limits.worksPerTransaction)
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    private func run(_ batch: ArraySlice<Work>, in database: Database) {
        var completions: [Completion] = []
        var failure: StoreError?
        do {
            try database.inTransaction(.immediate) {
                // A full disk makes SQLite take back the whole transaction; GRDB then refuses what comes next in it.
                for work in batch { completions.append(work.perform(database)) }
                return .commit
            }
        } catch {
            failure = StoreError(error)
        }
        state.withLock { $0.transactionCount += 1 }
        for completion in completions { completion(failure) }
        for work in batch.dropFirst(completions.count) { work.refuse(failure) }
    }
}

extension Database {
    /// What `work` returns; its writes are taken back where it throws.
    fileprivate func inSavepoint<T>(returning work: (Database) throws -> T) throws -> T {
        var value: T?
        try inSavepoint {
            value = try work(self)
            return .commit
        }
        guard let value else { throw StoreError.failed(reason: "the savepoint did not run") }
        return value
    }
}
