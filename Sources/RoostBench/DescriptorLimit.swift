import Glibc

/// How many files this process may open.
enum DescriptorLimit {
    /// Files beside the connections: standard streams, event loops, libraries, what is read in between.
    private static let reserve = 64

    /// Raises the soft limit to the hard one.
    /// - Throws: `BenchError.tooFewDescriptors` where `connections`, of `each` files, do not fit.
    static func raise(for connections: Int, each: Int) throws(BenchError) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        try check(connections: connections, each: each, allowed: Int(clamping: limit.rlim_max))
    }

    /// - Throws: `BenchError.tooFewDescriptors` where the connections need more than `allowed`.
    static func check(connections: Int, each: Int, allowed: Int) throws(BenchError) {
        let needed = connections * each + reserve
        guard needed <= allowed else { throw .tooFewDescriptors(needed: needed, allowed: allowed) }
    }
}
