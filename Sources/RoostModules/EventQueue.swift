internal import RoostKit

/// The events that wait for one module, in their order.
struct EventQueue {
    private var waiting: [any ChatEvent] = []
    private var first = 0
    private(set) var dropped = 0
    /// How many may wait, and what is given up then.
    var backlog = EventBacklog()

    /// How many wait.
    var count: Int { waiting.count - first }

    /// Takes `event` in, or gives one up.
    mutating func add(_ event: any ChatEvent) {
        if count >= backlog.limit {
            dropped += 1
            guard backlog.policy == .dropOldest else { return }
            _ = next()
        }
        waiting.append(event)
    }

    /// The event that waits longest.
    mutating func next() -> (any ChatEvent)? {
        guard first < waiting.count else { return nil }
        let event = waiting[first]
        first += 1
        // What was taken goes in one piece, so that a step costs the same however many wait.
        if first == waiting.count || first > backlog.limit {
            waiting.removeFirst(first)
            first = 0
        }
        return event
    }

    /// Gives all of them up.
    mutating func clear() {
        waiting = []
        first = 0
    }
}
