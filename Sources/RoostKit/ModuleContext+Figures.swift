extension ModuleContext {
    /// Adds one to the counter `name`.
    ///
    /// As the form with an amount.
    public func count(_ name: String) {
        count(name, by: 1)
    }

    /// Runs `work` again and again, `interval` after it has returned, until the module stops.
    ///
    /// An error of its own is in the log and does not end it. As `spawn`: not before `start()`, and `false` where there is too
    /// much already.
    @discardableResult
    public func every(
        _ interval: Duration,
        _ work: @escaping @concurrent @Sendable () async throws -> Void
    ) -> Bool {
        spawn {
            while true {
                try await Task.sleep(for: interval)
                do {
                    try await work()
                } catch let error where !(error is CancellationError) {
                    log(.warning, "periodic work failed", ["error": "\(error)"])
                }
            }
        }
    }
}
