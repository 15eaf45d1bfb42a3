internal import Dispatch
internal import Foundation
internal import Synchronization

/// Calls back when time is up: from a thread of its own, which goes on while Swift's own threads are held up.
///
/// A deadline is met within `tick`; the thread ends by itself when there is nothing to wait for.
final class Deadlines: Sendable {
    private struct Entry {
        let time: ContinuousClock.Instant
        let action: @Sendable () -> Void
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var last: UInt64 = 0
        var isRunning = false
    }

    private static let tick = DispatchTimeInterval.milliseconds(5)
    private static let patience = DispatchTimeInterval.seconds(1)
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Runs `action` once `limit` has passed, unless `remove(_:)` comes first.
    func add(after limit: Duration, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let entry = Entry(time: .now + limit, action: action)
        let (id, isFirst, isIdle) = state.withLock { state in
            defer { state.isRunning = true }
            state.last += 1
            let isIdle = state.entries.isEmpty
            state.entries[state.last] = entry
            return (state.last, !state.isRunning, isIdle)
        }
        if isFirst {
            Thread { self.run() }.start()
        } else if isIdle {
            wake.signal()
        }
        return id
    }

    /// Forgets what `add` returned `id` for.
    func remove(_ id: UInt64) {
        state.withLock { $0.entries[id] = nil }
    }

    private func run() {
        Thread.current.name = "mod:deadlines"
        while true {
            let isEmpty = state.withLock { $0.entries.isEmpty }
            let isWoken = wake.wait(timeout: .now() + (isEmpty ? Self.patience : Self.tick)) == .success
            let due = takeDue()
            for entry in due { entry.action() }
            guard isEmpty, !isWoken, due.isEmpty else { continue }
            let ends = state.withLock { state in
                if state.entries.isEmpty { state.isRunning = false }
                return state.entries.isEmpty
            }
            if ends { return }
        }
    }

    private func takeDue() -> [Entry] {
        state.withLock { state in
            let now = ContinuousClock.now
            let due = state.entries.filter { $0.value.time <= now }
            for id in due.keys { state.entries[id] = nil }
            return Array(due.values)
        }
    }
}
