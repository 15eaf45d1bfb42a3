internal import Synchronization

/// Who may sign up, which a server may change while it runs.
final class SignUpDoor: Sendable {
    private let current: Mutex<SignUpPolicy>

    init(_ policy: SignUpPolicy) {
        current = Mutex(policy)
    }

    var policy: SignUpPolicy {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
