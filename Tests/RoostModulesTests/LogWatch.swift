import Logging
import Synchronization

/// Keeps the lines that are logged, and tells who waits for one.
final class LogWatch: Sendable {
    private struct State {
        var lines: [String] = []
        var waiting: [(line: String, count: Int, waiter: CheckedContinuation<Void, Never>)] = []
    }

    private struct Handler: LogHandler {
        let watch: LogWatch
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { watch.add("\(event.message)") }
    }

    private let state = Mutex(State())

    /// A logger whose lines come here.
    var logger: Logger { Logger(label: "test") { _ in Handler(watch: self) } }

    /// Waits until `line` was logged `count` times.
    func seen(_ line: String, count: Int) async {
        await withCheckedContinuation { waiter in
            let isThere = state.withLock { state in
                let isThere = state.lines.count { $0 == line } >= count
                if !isThere { state.waiting.append((line, count, waiter)) }
                return isThere
            }
            if isThere { waiter.resume() }
        }
    }

    /// How often `line` was logged.
    func count(of line: String) -> Int {
        state.withLock { state in state.lines.count { $0 == line } }
    }

    private func add(_ line: String) {
        let waiters = state.withLock { state in
            state.lines.append(line)
            let count = state.lines.count { $0 == line }
            defer { state.waiting.removeAll { $0.line == line && $0.count <= count } }
            return state.waiting.filter { $0.line == line && $0.count <= count }
        }
        for (_, _, waiter) in waiters { waiter.resume() }
    }
}
