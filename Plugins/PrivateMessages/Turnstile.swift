/// Lets one piece of work through at a time, in the order in which they come.
actor Turnstile {
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// What `work` returns, once those before it are done.
    func pass<T: Sendable>(_ work: @Sendable () async throws -> T) async throws -> T {
        if isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        defer {
            // Handed over, so that nobody who comes just now slips in between.
            if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        }
        return try await work()
    }
}
