import NIOCore
import Synchronization

/// Keeps everything in memory.
public final class MemoryRecoveryStore: RecoveryStore {
    private struct Log {
        var events: CircularBuffer<(event: [JSON], audience: Audience)> = []
        /// The number of the first of `events`.
        var first: UInt64 = 1
        var sessions: [String: (session: RecoverableSession, end: NIODeadline)] = [:]
    }

    /// Told apart from offsets of an earlier run.
    private let run = String(UInt64.random(in: 0 ... .max), radix: 36)
    private let maxDisconnection: TimeAmount
    private let eventLimit: Int
    private let log = Mutex(Log())

    init(maxDisconnection: TimeAmount, eventLimit: Int) {
        self.maxDisconnection = maxDisconnection
        self.eventLimit = eventLimit
    }

    /// The offset of the latest event, or of none.
    public var latestOffset: String { log.withLock { offset($0.first + UInt64($0.events.count) - 1) } }

    private func offset(_ number: UInt64) -> String { "\(run)-\(number)" }

    /// Takes an event, and forgets the oldest where there are too many.
    public func record(_ event: [JSON], to audience: Audience) -> String {
        log.withLock { log in
            let offset = offset(log.first + UInt64(log.events.count))
            log.events.append((event + [.string(offset)], audience))
            if log.events.count > eventLimit {
                log.events.removeFirst()
                log.first += 1
            }
            return offset
        }
    }

    /// Keeps a session for the time that is allowed, and forgets those whose time is over.
    public func keep(_ session: RecoverableSession) {
        log.withLock { log in
            let now = NIODeadline.now()
            if log.sessions.count >= eventLimit { log.sessions = log.sessions.filter { $0.value.end > now } }
            guard log.sessions.count < eventLimit else { return }
            log.sessions[session.pid] = (session, now + maxDisconnection)
        }
    }

    /// Takes a session back.
    public func take(pid: String) -> RecoverableSession? {
        let kept = log.withLock { $0.sessions.removeValue(forKey: pid) }
        guard let kept, kept.end > .now() else { return nil }
        return kept.session
    }

    /// The events after `offset` that were sent to `session`.
    public func missed(by session: RecoverableSession, after offset: String) -> [[JSON]]? {
        let parts = offset.split(separator: "-")
        guard parts.count == 2, parts[0] == run, let number = UInt64(parts[1]) else { return nil }
        return log.withLock { log in
            guard number < log.first + UInt64(log.events.count), number + 1 >= log.first else { return nil }
            return log.events.dropFirst(Int(number + 1 - log.first)).filter { $0.audience.contains(session) }
                .map(\.event)
        }
    }
}

extension Audience {
    /// Whether the socket of `session` is meant.
    fileprivate func contains(_ session: RecoverableSession) -> Bool {
        func isIn(_ room: String) -> Bool { room == session.id || session.rooms.contains(room) }
        return (rooms.isEmpty || rooms.contains(where: isIn)) && !except.contains(where: isIn)
    }
}
