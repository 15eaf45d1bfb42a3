import Synchronization

/// One room of a run: its messages, numbered, and which of them everybody in it must get.
final class BenchRoom: Sendable {
    private struct State {
        var next = 0
        var acked = Receipts()
    }

    let name: String
    private let state = Mutex(State())

    init(name: String) {
        self.name = name
    }

    /// The number of one more message.
    func number() -> Int {
        state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Notes that the server accepted message `number`, which counts.
    func acked(_ number: Int) {
        state.withLock { state in _ = state.acked.insert(number) }
    }

    /// The messages that count and that the server accepted.
    var acked: Receipts { state.withLock { $0.acked } }
}
