import Synchronization

/// Holds up whoever comes, until it is opened; and tells when somebody came.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrived = 0
        var held: [CheckedContinuation<Void, Never>] = []
        var watching: [(count: Int, watcher: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Comes to the gate, and waits until it is open.
    func pass() async {
        let watchers = state.withLock { state in
            state.arrived += 1
            defer { state.watching.removeAll { $0.count <= state.arrived } }
            return state.watching.filter { $0.count <= state.arrived }
        }
        for (_, watcher) in watchers { watcher.resume() }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.held.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Waits until `count` have come.
    func arrived(_ count: Int = 1) async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if state.arrived < count { state.watching.append((count, watcher)) }
                return state.arrived >= count
            }
            if isThere { watcher.resume() }
        }
    }

    /// Lets everybody go on, now and later.
    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }
}
