import SocketIO

/// A client's events that wait for the one before them, in order and within bounds.
struct WaitingEvents {
    /// How many may wait.
    private static let limit = 100

    /// How large they may be together, in bytes on the wire.
    private static let byteLimit = 256 * 1024

    private var events: [Event] = []
    private var byteCount = 0

    /// Takes `event` in; `false` where there is no room for it.
    mutating func add(_ event: Event) -> Bool {
        guard events.count < Self.limit, byteCount + event.byteCount <= Self.byteLimit else { return false }
        events.append(event)
        byteCount += event.byteCount
        return true
    }

    /// The event that waits longest, which waits no more.
    mutating func next() -> Event? {
        guard !events.isEmpty else { return nil }
        let event = events.removeFirst()
        byteCount -= event.byteCount
        return event
    }
}
