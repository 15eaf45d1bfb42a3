public import EngineIO
public import NIOCore

/// One client in one namespace, on the event loop of its connection.
public actor Socket {
    /// The id that the client is told, and a room of its own; not a secret, and no proof of anything.
    public nonisolated let id: String
    /// The link that it came over.
    public nonisolated let connection: EngineConnection
    /// The namespace that it is in.
    public nonisolated let namespace: Namespace
    /// Whether it goes on where the client lost an earlier connection: with its rooms, its state and what it missed.
    public private(set) var isRecovered: Bool
    /// What the application keeps about the client: until the handlers of its end have run, since what is kept may hold
    /// the socket.
    public var state: (any Sendable)?
    /// The rooms that it is in, beside the one that is its id.
    public private(set) var rooms: Set<String> = []
    /// The secret by which the client finds its session again, where it can.
    public private(set) var pid: String?
    /// What it was sent of marked events, where it follows their order.
    public private(set) var trail: Trail?
    /// What it missed before it came back, for when it is in.
    private var owed: [MarkedFrame] = []
    /// What came before the client was in, for then, and for whom that was.
    private var held: [(frame: Frame, marked: MarkedFrame?, audience: Audience)] = []
    private var claim: Recovery.Claim?
    /// The latest offset when the client came in.
    private var firstOffset = ""
    private(set) var isConnected = true
    /// Whether gates have let it in.
    private(set) var isAdmitted = false
    private var pendingAcks: [UInt64: CheckedContinuation<Result<[JSON], AckError>, Never>] = [:]
    private var nextAckID: UInt64 = 0

    /// Runs the actor on its connection's event loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { connection.unownedExecutor }

    init(connection: EngineConnection, namespace: Namespace, claim: Recovery.Claim?) {
        id = claim?.session.id ?? randomID()
        pid = claim?.session.pid ?? (namespace.recovery == nil ? nil : randomID())
        self.connection = connection
        self.namespace = namespace
        self.claim = claim
        isRecovered = claim != nil
        state = claim?.session.state
    }

    // MARK: Sending

    /// Sends the event `name` with `arguments`.
    public nonisolated func emit(_ name: String, _ arguments: JSON...) {
        emit(name, arguments: arguments)
    }

    /// Sends the event `name` with `arguments`.
    public nonisolated func emit(_ name: String, arguments: [JSON]) {
        if namespace.recovery == nil {
            write(Frame.event(name, arguments, namespace: namespace.name))
        } else {
            var audience = Audience()
            audience.rooms = [id]
            namespace.members.apply(.emit(name, arguments, isVolatile: false), to: audience)
        }
    }

    /// Sends the event `name` with the JSON of `argument`.
    /// - Throws: `EncodingError`.
    public nonisolated func emit(_ name: String, encoding argument: some Encodable) throws {
        emit(name, arguments: [try JSON(encoding: argument)])
    }

    /// Sends the event `message` with `arguments`.
    public nonisolated func send(_ arguments: JSON...) {
        emit("message", arguments: arguments)
    }

    /// Sends the event `name` with `arguments`, unless the client is behind.
    public nonisolated func emitVolatile(_ name: String, _ arguments: JSON...) {
        connection.send(Frame.event(name, arguments, namespace: namespace.name), isVolatile: true)
    }

    /// Sends the event `name` with `arguments`, and awaits the client's answer for at most `timeout`.
    /// - Returns: The answer's arguments.
    /// - Throws: `AckError`.
    public func emitWithAck(_ name: String, _ arguments: JSON..., timeout: TimeAmount) async throws(AckError)
        -> [JSON]
    {
        let ackID = nextAckID
        nextAckID += 1
        let frame = Frame.event(name, arguments, namespace: namespace.name, ackID: ackID)
        return try await answer(to: frame, ackID, timeout: timeout)
    }

    /// Sends `frame`, an event that asks for the answer `ackID`, and awaits that.
    func answer(to frame: Frame, _ ackID: UInt64, timeout: TimeAmount) async throws(AckError) -> [JSON] {
        // A client that is not in yet has no way to answer.
        guard isConnected, isAdmitted else { throw .disconnected }
        guard pendingAcks.count < namespace.configuration.pendingAckLimit else { throw .tooManyPending }
        let deadline = connection.eventLoop.scheduleTask(in: timeout) { [weak self] in
            self?.assumeIsolated { $0.resume(ackID, .failure(.timeout)) }
        }
        let answer = await withCheckedContinuation { continuation in
            pendingAcks[ackID] = continuation
            write(frame)
        }
        deadline.cancel()
        return try answer.get()
    }

    private func resume(_ ackID: UInt64, _ answer: Result<[JSON], AckError>) {
        pendingAcks.removeValue(forKey: ackID)?.resume(returning: answer)
    }

    /// Everybody in the namespace but this socket.
    public nonisolated var broadcast: Broadcast { namespace.except(id) }

    /// The sockets in any of `rooms`, without this one.
    public nonisolated func to(_ rooms: String...) -> Broadcast { broadcast.to(rooms) }

    /// Writes `frame`, behind whatever was sent before from the same place.
    nonisolated func write(_ frame: Frame) {
        if namespace.recovery == nil {
            connection.send(frame)
        } else {
            // Events that can be recovered are never written at once: what is not one must not overtake them.
            connection.eventLoop.execute { self.connection.write(frame) }
        }
    }

    // MARK: Coming back

    /// How many events may come for a client while it is let in.
    private static let heldLimit = 1_000

    /// Has the client follow the order of marked events, and find its session again by `pid`: in a gate only.
    ///
    /// Where it comes back already, `trail` is how far it was, and it gets `missed` before anything else. Such a client has
    /// `recovered` set; what it is sent of rooms that a gate has let it join follows.
    public func follow(as pid: String, from trail: Trail? = nil, missed: [(String, JSON, EventMark)] = []) {
        precondition(!isAdmitted, "a client that is in already")
        self.pid = pid
        isRecovered = trail != nil
        self.trail = trail ?? Trail()
        owed = missed.map { name, payload, mark in
            let frame = Frame.event(name, [payload, .string(mark.offset)], namespace: namespace.name)
            return MarkedFrame(frame: frame, mark: mark)
        }
        namespace.members.beginFollowing()
    }

    /// Whether what it is sent needs no look.
    var isPlain: Bool { isAdmitted && trail == nil }

    /// Takes what is sent to a room of `audience` that it is in, now or once it is in itself and still in such a room.
    func take(_ frame: Frame, _ marked: MarkedFrame?, to audience: Audience, isVolatile: Bool) {
        guard isAdmitted else {
            guard !isVolatile else { return }
            guard held.count < Self.heldLimit else {
                return connection.assumeIsolated { $0.close(.slowClient) }
            }
            return held.append((frame, marked, audience))
        }
        write(frame, marked, isVolatile: isVolatile)
    }

    private func write(_ frame: Frame, _ marked: MarkedFrame?, isVolatile: Bool = false) {
        guard let marked, trail != nil else { return connection.write(frame, isVolatile: isVolatile) }
        trail?.sent(marked.mark)
        connection.write(marked.frame)
    }

    // MARK: Rooms

    /// Lets the socket hear what is sent to `room`, whose marked events it has up to `number`; without effect after a
    /// disconnect.
    /// - Throws: `RoomLimitReached`.
    public func join(_ room: String, after number: Int64) throws(RoomLimitReached) {
        guard isConnected else { return }
        try join(room)
        trail?.enter(room, after: number)
    }

    /// Lets the socket hear what is sent to `room`; without effect after a disconnect.
    /// - Throws: `RoomLimitReached`.
    public func join(_ room: String) throws(RoomLimitReached) {
        guard isConnected, !rooms.contains(room) else { return }
        guard rooms.count < namespace.configuration.roomLimit else {
            throw RoomLimitReached(limit: namespace.configuration.roomLimit)
        }
        rooms.insert(room)
        namespace.members.add(self, to: room)
    }

    /// Ends what `join` began.
    public func leave(_ room: String) {
        guard rooms.remove(room) != nil else { return }
        trail?.exit(room)
        namespace.members.remove(self, from: room)
    }

    // MARK: The end

    /// Takes the client out of the namespace, and ends its connection where `closing` says so, after what was already sent.
    public func disconnect(closing: Bool = false) {
        guard isConnected else { return }
        if closing {
            connection.assumeIsolated { $0.close() }
        } else {
            write(Packet(.disconnect, namespace: namespace.name).frame)
            ended(.serverLeft)
        }
    }

    /// Lets the client in: it is greeted, hears what is sent to it from here on, and its handlers begin.
    func admit() {
        guard let recovery = namespace.recovery, let pid else { return begin(missed: [], offset: "") }
        recovery.admit(self, pid: pid, claim: claim) { socket, missed, offset in
            socket.begin(missed: missed, offset: offset)
        }
    }

    private func begin(missed: [[JSON]], offset: String) {
        guard isConnected else { return }
        firstOffset = offset
        greet(missed)
        // Who has too much waiting was cut meanwhile.
        guard isConnected else { return }
        claim = nil
        isAdmitted = true
        namespace.members.add(self)
        for room in rooms {
            // Those that it joined on its way in know it as one that is not in.
            namespace.members.remove(self, from: room)
            namespace.members.add(self, to: room)
        }
        namespace.connected(self)
    }

    /// Writes what comes first.
    private func greet(_ missed: [[JSON]]) {
        let greeting: JSON = pid.map { ["sid": .string(id), "pid": .string($0)] } ?? ["sid": .string(id)]
        connection.write(Packet(.connect, namespace: namespace.name, payload: greeting).frame)
        for event in missed {
            connection.write(Packet(.event, namespace: namespace.name, payload: .array(event)).frame)
        }
        guard isConnected else { return }
        rooms.formUnion(claim?.session.rooms ?? [])
        // Rooms that it had to leave on its way in.
        for room in trail?.rooms.subtracting(rooms) ?? [] { trail?.exit(room) }
        for marked in owed where rooms.contains(marked.mark.room) { write(marked.frame, marked) }
        owed = []
        for (frame, marked, audience) in held where !rooms.isDisjoint(with: audience.rooms) {
            write(frame, marked)
        }
        held = []
    }

    /// Ends the socket of a client that was gone, or refused, before it was in.
    func abandon() {
        guard isConnected else { return }
        isConnected = false
        for room in rooms { namespace.members.remove(self, from: room) }
        rooms = []
        held = []
        namespace.abandoned(self)
        state = nil
    }

    /// Ends the socket because its client came back on another connection.
    func supersede() {
        ended(.connection(.transportClose))
        connection.assumeIsolated { $0.close(.transportClose) }
    }

    /// Takes an event from the client.
    func receive(_ event: Event) {
        guard isConnected else { return }
        namespace.received(event, on: self)
    }

    /// Takes the client's answer to an event.
    func receiveAck(_ id: UInt64, _ values: [JSON]) {
        resume(id, .success(values))
    }

    /// Leaves every room, fails what is awaited, and tells the namespace.
    func ended(_ reason: DisconnectReason) {
        guard isConnected else { return }
        guard isAdmitted else {
            namespace.recovery?.left(self, claim)
            abandon()
            return namespace.left()
        }
        isConnected = false
        if let recovery = namespace.recovery, let pid {
            let session = RecoverableSession(
                pid: pid,
                id: id,
                rooms: rooms,
                state: state,
                offset: firstOffset
            )
            recovery.ended(session, isRecoverable: reason.isRecoverable)
        }
        // The trail stays as it is, for who asks about the end.
        for room in rooms { namespace.members.remove(self, from: room) }
        rooms = []
        namespace.members.remove(self)
        for id in pendingAcks.keys { resume(id, .failure(.disconnected)) }
        namespace.left()
        namespace.disconnected(self, reason)
        state = nil
    }
}

/// A socket is in as many rooms as it may be.
public struct RoomLimitReached: Error, Equatable {
    /// How many that is.
    public let limit: Int
}
