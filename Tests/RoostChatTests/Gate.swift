import Synchronization

/// Holds whoever passes until it is opened; open from the start unless it is shut.
final class Gate: Sendable {
    private struct State {
        var isShut = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self)

    func shut() { state.withLock { $0.isShut = true } }

    func open() {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns once somebody is held.
    func arrival() async { for await _ in arrivals { break } }

    func pass() async {
        await withCheckedContinuation { waiter in
            let isHeld = state.withLock { state in
                if state.isShut { state.waiting.append(waiter) }
                return state.isShut
            }
            if isHeld { continuation.yield() } else { waiter.resume() }
        }
    }
}
