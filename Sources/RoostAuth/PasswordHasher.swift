internal import FoundationEssentials
internal import Glibc
internal import NIOPosix
internal import Synchronization

/// Hashes and compares passwords with Argon2id, on threads of its own and with a bounded queue.
package final class PasswordHasher: Sendable {
    private struct Load {
        var inside = 0
        var admitted = 0
        var hashCount = 0
    }

    /// How many threads a hasher has that is not told otherwise: half of the machine's cores, and at least one.
    package static var threadCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount / 2) }

    /// What a new hash costs.
    package let cost: PasswordCost

    private let threads: NIOThreadPool
    private let insideLimit: Int
    private let load = Mutex(Load())
    private let unknownUserHash: String

    /// A hasher that makes hashes of `cost` on `threadCount` threads, with `waitingLimit` callers in its queue.
    ///
    /// All at once take the memory of `cost` once for each thread.
    package init(cost: PasswordCost = .standard, threadCount: Int? = nil, waitingLimit: Int? = nil) {
        let count = max(1, threadCount ?? Self.threadCount)
        self.cost = cost
        threads = NIOThreadPool(numberOfThreads: count)
        insideLimit = count + (waitingLimit ?? Limits.waitingHashes)
        // A salt and a tag of zeros: nobody knows a password for them, and comparing costs what any other does.
        unknownUserHash =
            cost.phcPrefix + String(repeating: "A", count: 22) + "$" + String(repeating: "A", count: 43)
        threads.start()
    }

    deinit {
        threads.shutdownGracefully { _ in }
    }

    /// How many hashes were computed, to make or to compare.
    package var hashCount: Int { load.withLock { $0.hashCount } }

    /// How many callers have a thread or wait for one.
    var insideCount: Int { load.withLock { $0.inside } }

    /// The PHC string for `password`, with a fresh salt.
    package func hash(_ password: String) async throws(PasswordError) -> String {
        let bytes = try Self.checkedBytes(of: password)
        let cost = cost
        return try await run { Argon2.hash(bytes, cost: cost) }
    }

    /// Whether `password` is the one that `phc` was made of.
    ///
    /// Where `phc` is `nil`, for a user who does not exist, it costs the same and is `false`.
    package func verify(_ password: String, against phc: String?) async throws(PasswordError) -> Bool {
        let bytes = try Self.checkedBytes(of: password)
        let target = phc ?? unknownUserHash
        let isSame = try await run { ForeignHash.verify(bytes, against: target) }
        return isSame && phc != nil
    }

    /// Whether `phc` was made at another cost than a new hash would be.
    package func needsRehash(_ phc: String) -> Bool {
        !phc.hasPrefix(cost.phcPrefix)
    }

    private static func checkedBytes(of password: String) throws(PasswordError) -> [UInt8] {
        let count = password.utf8.count
        guard count >= Limits.passwordBytes.lowerBound else { throw .tooShort }
        guard count <= Limits.passwordBytes.upperBound else { throw .tooLong }
        return Array(password.utf8)
    }

    /// Does `work`, which is to compare a password, where few enough do already.
    ///
    /// Whoever comes on top of that is refused before they cost anything.
    func admit<T>(_ work: () async throws -> T) async throws -> T {
        let isIn = load.withLock { load in
            guard load.admitted < insideLimit else { return false }
            load.admitted += 1
            return true
        }
        guard isIn else { throw PasswordError.busy }
        defer { load.withLock { $0.admitted -= 1 } }
        return try await work()
    }

    /// Puts the calling thread behind those that serve people who are signed in: a hash wants all of a core.
    private static func standBack() {
        // On Linux the nice value is the thread's own. Where it may not be changed, hashing takes its equal share.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Limits.hashingNiceness)
    }

    /// What `work` makes on one of the threads; `nil` is a lack of memory.
    func run<T: Sendable>(_ work: @escaping @Sendable () -> T?) async throws(PasswordError) -> T {
        let isIn = load.withLock { load in
            guard load.inside < insideLimit else { return false }
            load.inside += 1
            return true
        }
        guard isIn else { throw .busy }
        let value: T? = await withCheckedContinuation { continuation in
            threads.submit { state in
                Self.standBack()
                let value = state == .active ? work() : nil
                self.load.withLock { load in
                    load.inside -= 1
                    if state == .active { load.hashCount += 1 }
                }
                continuation.resume(returning: value)
            }
        }
        guard let value else { throw .busy }
        return value
    }
}
