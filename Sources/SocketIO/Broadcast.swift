public import NIOCore

/// Sends to many sockets at once: who is meant is narrowed step by step, then something is done to all of them.
public struct Broadcast: Sendable {
    private let adapter: any Adapter
    private var audience = Audience()
    private var isVolatile = false

    init(adapter: any Adapter) {
        self.adapter = adapter
    }

    /// Also the sockets in `rooms`; the first call narrows from everybody.
    public func to(_ rooms: String...) -> Broadcast { to(rooms) }

    /// Not the sockets in `rooms`.
    public func except(_ rooms: String...) -> Broadcast { except(rooms) }

    /// Only sockets of this process.
    public var local: Broadcast { changed { $0.audience.isLocal = true } }

    /// Events are dropped for clients that are behind.
    public var volatile: Broadcast { changed { $0.isVolatile = true } }

    consuming func to(_ rooms: [String]) -> Broadcast {
        if audience.rooms.isEmpty {
            // One list needs no copy.
            audience.rooms = rooms
        } else {
            audience.rooms += rooms
        }
        return self
    }

    func except(_ rooms: [String]) -> Broadcast { changed { $0.audience.except += rooms } }

    private func changed(_ change: (inout Broadcast) -> Void) -> Broadcast {
        var broadcast = self
        change(&broadcast)
        return broadcast
    }

    /// Sends the event `name` with `arguments`, encoded once.
    public func emit(_ name: String, _ arguments: JSON...) {
        emit(name, arguments: arguments)
    }

    /// Sends the event `name` with `arguments`, encoded once.
    public func emit(_ name: String, arguments: [JSON]) {
        adapter.apply(.emit(name, arguments, isVolatile: isVolatile), to: audience)
    }

    /// Sends the event `name` with `arguments`, encoded once, as the one that stands at `mark` in its room's order.
    ///
    /// Those who follow the order (`Socket.follow`) get the mark's offset as one more argument.
    public func emit(_ name: String, _ arguments: JSON..., at mark: EventMark) {
        adapter.apply(.emitMarked(name, arguments, mark), to: audience)
    }

    /// Sends the event `name` with the JSON of `argument`.
    /// - Throws: `EncodingError`.
    public func emit(_ name: String, encoding argument: some Encodable) throws {
        emit(name, arguments: [try JSON(encoding: argument)])
    }

    /// Sends the event `message` with `arguments`.
    public func send(_ arguments: JSON...) {
        emit("message", arguments: arguments)
    }

    /// Sends the event `name` and awaits everybody's answer, for at most `timeout`.
    /// - Throws: What kept other processes from answering.
    public func emitWithAck(_ name: String, _ arguments: JSON..., timeout: TimeAmount) async throws
        -> BroadcastAnswers
    {
        try await adapter.emitWithAck(name, arguments, to: audience, timeout: timeout)
    }

    /// The sockets that are meant.
    /// - Throws: What kept other processes from answering.
    public func sockets() async throws -> [SocketDescription] {
        try await adapter.sockets(in: audience)
    }

    /// Lets the sockets join `rooms`.
    public func join(_ rooms: String...) {
        adapter.apply(.join(rooms), to: audience)
    }

    /// Takes the sockets out of `rooms`.
    public func leave(_ rooms: String...) {
        adapter.apply(.leave(rooms), to: audience)
    }

    /// Takes the sockets out of the namespace, and ends their connections where `closing` says so.
    public func disconnect(closing: Bool = false) {
        adapter.apply(.disconnect(closing: closing), to: audience)
    }
}
