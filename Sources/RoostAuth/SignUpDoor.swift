internal import Synchronization

/// Who may sign up, which a server may change while it runs, and how many of one network do so one after the other.
final class SignUpDoor: Sendable {
    private struct State {
        var policy: SignUpPolicy
        var arrivals = Backoff<String>(Limits.signUps)
    }

    private let state: Mutex<State>

    init(_ policy: SignUpPolicy) {
        state = Mutex(State(policy: policy))
    }

    var policy: SignUpPolicy {
        get { state.withLock { $0.policy } }
        set { state.withLock { $0.policy = newValue } }
    }

    /// Counts somebody who comes from `network`; where that is one too many, the seconds after which they may come again.
    func admit(from network: String, at now: Int64) -> Int? {
        state.withLock { $0.arrivals.admit(network, at: now) }
    }
}
