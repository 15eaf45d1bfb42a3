import EngineIO
import NIOCore

/// The sockets of one namespace whose connections live on one event loop, and their rooms.
actor LoopMembers {
    private nonisolated let eventLoop: any EventLoop
    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: any SerialExecutor
    private var all: [String: Socket] = [:]
    private var rooms: [String: [ObjectIdentifier: Socket]] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        executor = eventLoop.executor
    }

    /// Runs `work` at once if called on the event loop, else in its turn.
    nonisolated func now(_ work: @escaping @Sendable (isolated LoopMembers) -> Void) {
        if eventLoop.inEventLoop { assumeIsolated(work) } else { later(work) }
    }

    /// Runs `work` in its turn.
    nonisolated func later(_ work: @escaping @Sendable (isolated LoopMembers) -> Void) {
        eventLoop.execute { self.assumeIsolated(work) }
    }

    func add(_ socket: Socket) {
        all[socket.id] = socket
    }

    /// Forgets `socket`; false where it was not in.
    func remove(_ socket: Socket) -> Bool {
        guard all[socket.id] === socket else { return false }
        all[socket.id] = nil
        return true
    }

    func add(_ socket: Socket, to room: String) {
        rooms[room, default: [:]][ObjectIdentifier(socket)] = socket
    }

    func remove(_ socket: Socket, from room: String) {
        rooms[room]?[ObjectIdentifier(socket)] = nil
        if rooms[room]?.isEmpty == true { rooms[room] = nil }
    }

    /// Sends `frame` to the sockets in `audience`.
    func send(_ frame: Frame, to audience: Audience, isVolatile: Bool) {
        if audience.except.isEmpty, audience.rooms.count == 1, let room = audience.rooms.first,
            all[room] == nil
        {
            guard let members = rooms[room] else { return }
            for socket in members.values { socket.connection.write(frame, isVolatile: isVolatile) }
        } else {
            for socket in sockets(in: audience) { socket.connection.write(frame, isVolatile: isVolatile) }
        }
    }

    /// The sockets in `audience`, each once.
    func sockets(in audience: Audience) -> [Socket] {
        if audience.rooms.isEmpty, audience.except.isEmpty { return Array(all.values) }
        var meant: [ObjectIdentifier: Socket] = [:]
        if audience.rooms.isEmpty {
            for socket in all.values { meant[ObjectIdentifier(socket)] = socket }
        } else {
            for room in audience.rooms { forEach(in: room) { meant[ObjectIdentifier($0)] = $0 } }
        }
        for room in audience.except { forEach(in: room) { meant[ObjectIdentifier($0)] = nil } }
        return Array(meant.values)
    }

    private func forEach(in room: String, _ body: (Socket) -> Void) {
        if let socket = all[room] { body(socket) }
        rooms[room]?.values.forEach(body)
    }
}
