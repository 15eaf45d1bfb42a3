import EngineIO
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

/// A client in a module's namespace: what it sends goes to the module, one event after the other.
actor ModuleClient {
    /// Who it is, as the module sees them.
    nonisolated let asker: Asker
    private nonisolated let live: LiveSession?
    private nonisolated let socket: Socket
    private nonisolated let modules: ModuleBus
    private var waiting = WaitingEvents()
    private var isBusy = false
    /// Why it is gone, in Socket.IO's words.
    private var departure: String?
    private var hasEnded = false

    /// Runs the actor on its socket's event loop.
    nonisolated var unownedExecutor: UnownedSerialExecutor { socket.unownedExecutor }

    private nonisolated var handlers: NamespaceHandlers? { modules.namespace(socket.namespace.name) }

    /// A client that stands on `live`, or that did not sign in.
    init(socket: Socket, live: LiveSession?, caller: Caller, modules: ModuleBus) {
        self.socket = socket
        self.live = live
        self.modules = modules
        asker =
            live?.asker(over: socket.id) ?? .anonymous(connection: socket.id, address: caller.address)
    }

    /// Tells the module that the client is in; on the socket's event loop only.
    nonisolated func connected() {
        assumeIsolated { client in
            client.begin { await $0.handlers?.connected($0.asker) }
        }
    }

    /// Handles `event` when those before it are done; on the socket's event loop only.
    nonisolated func receive(_ event: Event) {
        assumeIsolated { $0.handle(event) }
    }

    /// Tells the module that the client is gone, after what is under way; on the socket's event loop only.
    nonisolated func disconnected(_ reason: String) {
        assumeIsolated { client in
            client.waiting = WaitingEvents()
            client.departure = reason
            if !client.isBusy { client.goOn() }
        }
    }

    /// Tells the client that its session has ended, and cuts the connection; on return it hears nothing more.
    ///
    /// What the module does for it just then may go on, without an answer.
    func end(_ end: SessionEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        waiting = WaitingEvents()
        guard departure == nil else { return }
        socket.cut(end)
    }

    private func handle(_ event: Event) {
        guard departure == nil, !hasEnded else { return }
        do {
            try live?.use()
        } catch {
            return event.fail(error)
        }
        guard !isBusy else {
            if !waiting.add(event) { event.fail(ChatError.busy) }
            return
        }
        begin { await $0.answer(event) }
    }

    private func begin(_ work: @escaping @Sendable (isolated ModuleClient) async -> Void) {
        isBusy = true
        Task {
            await work(self)
            goOn()
        }
    }

    private func answer(_ event: Event) async {
        let outcome: Result<[JSON], any Error>
        do {
            guard let handlers else { throw ModuleUnavailable.off }
            outcome = .success(try await handlers.acknowledgement(of: event, from: asker, standingOn: live))
        } catch {
            outcome = .failure(error)
        }
        // Who is gone from the namespace hears nothing of it.
        guard departure == nil, !hasEnded else { return }
        switch outcome {
        case .success(let arguments): event.ack?(arguments)
        case .failure(let error): event.fail(error)
        }
    }

    /// Handles what waits, or tells the module that the client is gone.
    private func goOn() {
        isBusy = false
        if let reason = departure {
            // It stays here until it is told, once.
            isBusy = true
            Task { await handlers?.disconnected(asker, reason) }
            return
        }
        while !isBusy, let event = waiting.next() { handle(event) }
    }
}

extension Socket {
    /// Tells the client why its session has ended, and ends the connection; on its event loop only.
    nonisolated func cut(_ end: SessionEnd) {
        emit("session:ended", end.wire)
        assumeIsolated { socket in
            // Clients come again by themselves after a lost connection, and not after a farewell.
            if !end.isRetryable { socket.disconnect() }
            socket.connection.assumeIsolated { $0.close() }
        }
    }
}
