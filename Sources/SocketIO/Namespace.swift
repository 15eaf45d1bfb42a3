public import EngineIO
public import NIOCore

/// Refuses a client that wants to connect; it gets both parts as its `connect_error`.
public struct ConnectRefusal: Error, Sendable {
    /// What is wrong, in English.
    public let message: String
    /// More for the program, absent where null.
    public let details: JSON

    /// A refusal from its parts.
    public init(_ message: String, details: JSON = .null) {
        self.message = message
        self.details = details
    }
}

/// A part of a Socket.IO server with sockets, rooms and events of its own.
public final class Namespace: Sendable {
    /// What the client addresses it by, with the leading slash.
    public let name: String
    let connect: @Sendable (Socket, JSON?) async throws -> Void
    private let onEvent: @Sendable (isolated Socket, Event) -> Void
    private let onDisconnect: @Sendable (isolated Socket, CloseReason) -> Void
    private let loops: [ObjectIdentifier: LoopMembers]

    /// A namespace whose sockets live on the event loops of `group`.
    /// - Parameters:
    ///   - name: With the leading slash.
    ///   - group: Where its sockets live.
    ///   - connect: Lets a client in, or throws `ConnectRefusal`. Events wait until it returned.
    ///   - onEvent: Handles one event, in the order of each client, on its event loop; it must not block.
    ///   - onDisconnect: Told once of the end of each socket that was let in.
    public init(
        _ name: String = "/",
        group: any EventLoopGroup,
        connect: @escaping @Sendable (Socket, JSON?) async throws -> Void,
        onEvent: @escaping @Sendable (isolated Socket, Event) -> Void,
        onDisconnect: @escaping @Sendable (isolated Socket, CloseReason) -> Void
    ) {
        self.name = name
        self.connect = connect
        self.onEvent = onEvent
        self.onDisconnect = onDisconnect
        loops = group.makeIterator().reduce(into: [:]) { loops, loop in
            loops[ObjectIdentifier(loop)] = LoopMembers(eventLoop: loop)
        }
    }

    /// Sends the event `name` to every socket in `room`, encoded once.
    ///
    /// What one event loop sends to a room reaches all its members in the same order.
    public func emit(to room: String, _ name: String, _ arguments: JSON...) {
        let frame = frame(name, arguments)
        for members in loops.values { members.send(frame, to: room) }
    }

    func frame(_ name: String, _ arguments: [JSON]) -> Frame {
        Frame(text: Packet(.event, namespace: self.name, payload: .array([.string(name)] + arguments)).text)
    }

    func members(on eventLoop: any EventLoop) -> LoopMembers {
        guard let members = loops[ObjectIdentifier(eventLoop)] else {
            preconditionFailure("a connection of another event loop group")
        }
        return members
    }

    func received(_ event: Event, on socket: isolated Socket) {
        onEvent(socket, event)
    }

    func disconnected(_ socket: isolated Socket, _ reason: CloseReason) {
        onDisconnect(socket, reason)
    }

    func makeSocketID() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next() as UInt64, radix: 36) + String(generator.next() as UInt64, radix: 36)
    }
}

/// The members of every room whose connections live on one event loop.
actor LoopMembers {
    private nonisolated let eventLoop: any EventLoop
    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: any SerialExecutor
    private var rooms: [String: [ObjectIdentifier: EngineConnection]] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        executor = eventLoop.executor
    }

    func add(_ connection: EngineConnection, to room: String) {
        rooms[room, default: [:]][ObjectIdentifier(connection)] = connection
    }

    func remove(_ connection: EngineConnection, from room: String) {
        rooms[room]?[ObjectIdentifier(connection)] = nil
        if rooms[room]?.isEmpty == true { rooms[room] = nil }
    }

    /// Sends `frame` to the room's members on this loop: now if called on it, else in its turn.
    nonisolated func send(_ frame: Frame, to room: String) {
        if eventLoop.inEventLoop {
            assumeIsolated { $0.deliver(frame, to: room) }
        } else {
            eventLoop.execute { self.assumeIsolated { $0.deliver(frame, to: room) } }
        }
    }

    private func deliver(_ frame: Frame, to room: String) {
        guard let members = rooms[room] else { return }
        for connection in members.values { connection.write(frame) }
    }
}
