import Synchronization

/// What a run has counted so far; only messages due in the measured span count.
final class Tally: Sendable {
    /// The figures.
    struct Figures: Sendable {
        /// The time that counts; never before it is known.
        var span: Range<Duration>?
        var connected = 0
        var failures: [String: Int] = [:]
        var connecting = Latencies()
        var disconnected = 0
        var sent = 0
        var acked = 0
        var refusals: [String: Int] = [:]
        var unanswered = 0
        var duplicates = 0
        /// Acks and deliveries that came within the span, whenever their messages were due.
        var ackedInSpan = 0
        var deliveredInSpan = 0
        var acking = Latencies()
        var delivering = Latencies()
        /// Everything since the run began, for the progress line.
        var ackedEver = 0
        var deliveredEver = 0

        /// How many messages that count still wait for their answer.
        var waiting: Int { sent - acked - unanswered - refusals.values.reduce(0, +) }
    }

    private let figures = Mutex(Figures())

    /// The figures as they are now.
    var now: Figures { figures.withLock { $0 } }

    /// Makes `span` the time that counts.
    func measure(_ span: Range<Duration>) {
        figures.withLock { $0.span = span }
    }

    /// Ends the time that counts at `time` where it would go on.
    func endMeasuring(at time: Duration) {
        figures.withLock { figures in
            guard let span = figures.span, span.upperBound > time else { return }
            figures.span = min(span.lowerBound, time)..<time
        }
    }

    /// Whether a message due at `time` counts.
    func counts(_ time: Duration) -> Bool {
        figures.withLock { $0.counts(time) }
    }

    func connected(after time: Duration) {
        figures.withLock {
            $0.connected += 1
            $0.connecting.record(time)
        }
    }

    func failed(_ reason: String) {
        figures.withLock { $0.failures[reason, default: 0] += 1 }
    }

    func disconnected() {
        figures.withLock { $0.disconnected += 1 }
    }

    func sent(dueAt time: Duration) {
        figures.withLock { if $0.counts(time) { $0.sent += 1 } }
    }

    func acked(dueAt time: Duration, at arrival: Duration) {
        figures.withLock {
            $0.ackedEver += 1
            if $0.counts(arrival) { $0.ackedInSpan += 1 }
            guard $0.counts(time) else { return }
            $0.acked += 1
            $0.acking.record(arrival - time)
        }
    }

    func refused(dueAt time: Duration, code: String) {
        figures.withLock { if $0.counts(time) { $0.refusals[code, default: 0] += 1 } }
    }

    func unanswered(dueAt time: Duration) {
        figures.withLock { if $0.counts(time) { $0.unanswered += 1 } }
    }

    func delivered(dueAt time: Duration, at arrival: Duration, isNew: Bool) {
        figures.withLock {
            $0.deliveredEver += 1
            if $0.counts(arrival) { $0.deliveredInSpan += 1 }
            guard $0.counts(time) else { return }
            guard isNew else { return $0.duplicates += 1 }
            $0.delivering.record(arrival - time)
        }
    }
}

extension Tally.Figures {
    fileprivate func counts(_ time: Duration) -> Bool {
        span?.contains(time) ?? false
    }
}
