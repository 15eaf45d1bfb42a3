import EngineIO
import NIOCore
import Synchronization

/// Keeps the order between sending, losing a connection and coming back, in one namespace.
///
/// Every event goes to every event loop by `execute`, under one lock: whoever comes in on a loop under the same lock gets
/// the events before that from the store, and all others live.
final class Recovery: Sendable {
    /// A session that a client came back for, and how far it got.
    final class Claim: Sendable {
        let session: RecoverableSession
        let offset: String

        init(session: RecoverableSession, offset: String) {
            self.session = session
            self.offset = offset
        }
    }

    private let store: any RecoveryStore
    private let live = Mutex<[String: Socket]>([:])

    init(_ configuration: RecoveryConfiguration, namespace: String) {
        store = configuration.store(namespace)
    }

    /// Records an event and hands its frame, which ends with the offset, to `deliver`.
    func emit(
        _ name: String,
        _ arguments: [JSON],
        to audience: Audience,
        namespace: String,
        deliver: (Frame) -> Void
    ) {
        live.withLock { _ in
            let offset = store.record([.string(name)] + arguments, to: audience)
            deliver(Frame.event(name, arguments + [.string(offset)], namespace: namespace))
        }
    }

    /// The session that a client asks for when it connects with `auth`; nothing where it cannot be had without a gap.
    ///
    /// A connection that the session still has is ended.
    func claim(_ auth: JSON?) async -> Claim? {
        guard let pid = auth?["pid"]?.string else { return nil }
        if let socket = live.withLock({ $0[pid] }) { await socket.supersede() }
        return live.withLock { _ in
            guard let session = store.take(pid: pid) else { return nil }
            let offset = auth?["offset"]?.string ?? session.offset
            return store.missed(by: session, after: offset) == nil
                ? nil : Claim(session: session, offset: offset)
        }
    }

    /// Keeps the session of a client that was not let in after all.
    func giveBack(_ claim: Claim) {
        live.withLock { _ in store.keep(claim.session) }
    }

    /// Forgets a client that left when it was about to come in.
    func left(_ socket: isolated Socket, _ claim: Claim?) {
        live.withLock { live in
            if let pid = socket.pid, live[pid] === socket { live[pid] = nil }
            if let claim { store.keep(claim.session) }
        }
    }

    /// Lets `socket` in on its event loop, where `begin` gets what it missed and the offset from which it would ask again.
    func admit(
        _ socket: Socket,
        pid: String,
        claim: Claim?,
        begin: @escaping @Sendable (isolated Socket, _ missed: [[JSON]], _ offset: String) -> Void
    ) {
        let isComplete = live.withLock { live in
            let missed = claim.map { store.missed(by: $0.session, after: $0.offset) } ?? []
            guard let missed else { return false }
            live[pid] = socket
            let offset = claim?.offset ?? store.latestOffset
            socket.connection.eventLoop.execute { socket.assumeIsolated { begin($0, missed, offset) } }
            return true
        }
        // What it missed went while it was let in: it begins anew rather than with a gap.
        if !isComplete { socket.connection.onLoop { $0.close() } }
    }

    /// The socket of `session` is gone; the client may come back where `isRecoverable` says so.
    func ended(_ session: RecoverableSession, isRecoverable: Bool) {
        live.withLock { live in
            live[session.pid] = nil
            if isRecoverable { store.keep(session) }
        }
    }
}
