import NIOCore

/// Asks the clients of one event loop, in turn, whether they are there, and closes those that do not answer.
///
/// All have the same two delays, so that whoever joins a queue goes to its end; one timer serves the loop.
final class Heartbeat {
    /// A place in one of the queues; -1 is none.
    typealias Place = Int

    private enum Phase { case resting, awaitingPong }

    private struct Entry {
        var connection: EngineConnection?
        var phase = Phase.resting
        var deadline = NIODeadline.now()
        var previous = -1
        var next = -1
    }

    private struct Queue {
        var first = -1
        var last = -1
    }

    private let eventLoop: any EventLoop
    private let interval: TimeAmount
    private let timeout: TimeAmount
    private var entries: [Entry] = []
    private var free: [Place] = []
    private var resting = Queue()
    private var awaitingPong = Queue()
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?

    /// The heartbeat of the connections of `eventLoop`.
    init(eventLoop: any EventLoop, interval: TimeAmount, timeout: TimeAmount) {
        self.eventLoop = eventLoop
        self.interval = interval
        self.timeout = timeout
    }

    /// Takes `connection` in; its first ping is due after the interval.
    func add(_ connection: EngineConnection) -> Place {
        let place = free.popLast() ?? entries.count
        if place == entries.count { entries.append(Entry()) }
        entries[place] = Entry(connection: connection)
        append(place, .resting)
        return place
    }

    /// The client is there: its next ping is due after the interval.
    func heard(_ place: Place) {
        unlink(place)
        append(place, .resting)
    }

    /// Forgets the connection at `place`.
    func remove(_ place: Place) {
        unlink(place)
        entries[place].connection = nil
        free.append(place)
    }

    private func append(_ place: Place, _ phase: Phase) {
        entries[place].phase = phase
        entries[place].deadline = .now() + (phase == .resting ? interval : timeout)
        change(phase) { queue in
            entries[place].previous = queue.last
            entries[place].next = -1
            if queue.last == -1 { queue.first = place } else { entries[queue.last].next = place }
            queue.last = place
        }
        schedule()
    }

    private func unlink(_ place: Place) {
        let (previous, next) = (entries[place].previous, entries[place].next)
        change(entries[place].phase) { queue in
            if previous == -1 { queue.first = next } else { entries[previous].next = next }
            if next == -1 { queue.last = previous } else { entries[next].previous = previous }
        }
    }

    private func change(_ phase: Phase, _ body: (inout Queue) -> Void) {
        switch phase {
        case .resting: body(&resting)
        case .awaitingPong: body(&awaitingPong)
        }
    }

    private func schedule() {
        guard let deadline = min(deadline(of: resting), deadline(of: awaitingPong)) else { return }
        if let timer {
            guard deadline < timer.deadline else { return }
            timer.task.cancel()
        }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        timer = (deadline, eventLoop.scheduleTask(deadline: deadline) { bound.value.beat() })
    }

    private func deadline(of queue: Queue) -> NIODeadline? {
        queue.first == -1 ? nil : entries[queue.first].deadline
    }

    private func min(_ one: NIODeadline?, _ other: NIODeadline?) -> NIODeadline? {
        guard let one, let other else { return one ?? other }
        return Swift.min(one, other)
    }

    private func beat() {
        let now = NIODeadline.now()
        while let deadline = deadline(of: awaitingPong), deadline <= now {
            // Closing a connection takes it out of the queue.
            entries[awaitingPong.first].connection?.assumeIsolated { $0.close(.pingTimeout) }
        }
        while let deadline = deadline(of: resting), deadline <= now {
            let place = resting.first
            unlink(place)
            append(place, .awaitingPong)
            entries[place].connection?.assumeIsolated { $0.ping() }
        }
        timer = nil
        schedule()
    }
}
