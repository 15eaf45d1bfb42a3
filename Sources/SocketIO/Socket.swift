public import EngineIO

/// One client in one namespace, on the event loop of its connection.
public actor Socket {
    /// The id that the client is told; not a secret, and no proof of anything.
    public nonisolated let id: String
    /// The link that it came over.
    public nonisolated let connection: EngineConnection
    nonisolated let namespace: Namespace
    /// What the application keeps about the client.
    public var state: (any Sendable)?
    private var rooms: Set<String> = []
    private var isConnected = true

    /// Runs the actor on its connection's event loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }

    init(connection: EngineConnection, namespace: Namespace) {
        id = namespace.makeSocketID()
        self.connection = connection
        self.namespace = namespace
    }

    /// Sends the event `name` with `arguments`.
    public nonisolated func emit(_ name: String, _ arguments: JSON...) {
        connection.send(namespace.frame(name, arguments))
    }

    /// Keeps `state` with the socket.
    public func keep(_ state: any Sendable) {
        self.state = state
    }

    /// Lets the socket hear what is sent to `room`; without effect after a disconnect.
    public func join(_ room: String) {
        guard isConnected, rooms.insert(room).inserted else { return }
        namespace.members(on: connection.eventLoop).assumeIsolated { $0.add(connection, to: room) }
    }

    /// Ends what `join` began.
    public func leave(_ room: String) {
        guard rooms.remove(room) != nil else { return }
        namespace.members(on: connection.eventLoop).assumeIsolated { $0.remove(connection, from: room) }
    }

    /// Ends the connection, after what was already sent.
    public func disconnect() async {
        await connection.close()
    }

    /// Takes an event from the client.
    func receive(_ event: Event) {
        guard isConnected else { return }
        namespace.received(event, on: self)
    }

    /// Leaves every room, and tells the namespace.
    func ended(_ reason: CloseReason) {
        guard isConnected else { return }
        for room in rooms { leave(room) }
        isConnected = false
        namespace.disconnected(self, reason)
    }
}

/// An event that a client sent.
public struct Event: Sendable {
    /// Its name.
    public let name: String
    /// What came with it.
    public let arguments: [JSON]
    /// Answers it, where the client asked for an answer.
    public let ack: Ack?
}

/// The answer to one event, of which only the first use counts for the client.
public struct Ack: Sendable {
    let connection: EngineConnection
    let namespace: String
    let id: UInt64

    /// Answers with `values`, from anywhere.
    public func callAsFunction(_ values: JSON...) {
        connection.send(
            Frame(text: Packet(.ack, namespace: namespace, ackID: id, payload: .array(values)).text)
        )
    }
}
