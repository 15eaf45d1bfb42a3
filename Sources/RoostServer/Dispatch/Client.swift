import EngineIO
import NIOCore
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

/// A signed-in client: what it asks for, one request after the other, each checked before it is done.
actor Client {
    /// How many requests may wait for the one before them.
    private static let waitingLimit = 100

    /// How many rooms a client may be in.
    private static let roomLimit = 500

    nonisolated let live: LiveSession
    private nonisolated let device: SocketDevice
    private nonisolated let directory: RoomDirectory
    nonisolated let modules: ModuleBus
    private(set) var rooms: [RoomID: Room] = [:]
    private var waiting: [Event] = []
    private var isBusy = false
    private var isGone = false
    /// The request that is under way, unless a module has it.
    private var working: Task<Void, Never>?
    /// Begins when the client is gone, and ends when rooms have nothing more of it.
    private var leaving: Task<Void, Never>?

    /// Runs the actor on its socket's event loop.
    nonisolated var unownedExecutor: UnownedSerialExecutor { device.socket.unownedExecutor }

    init(live: LiveSession, socket: Socket, directory: RoomDirectory, modules: ModuleBus) {
        self.live = live
        device = SocketDevice(socket: socket, user: live.session.user)
        self.directory = directory
        self.modules = modules
    }

    /// Handles `event` when those before it are done; on the socket's event loop only.
    nonisolated func receive(_ event: Event) {
        assumeIsolated { $0.handle(event) }
    }

    /// Leaves every room, and handles nothing more; on the socket's event loop only.
    nonisolated func disconnected() {
        assumeIsolated { $0.leaveAll() }
    }

    /// Tells the client that its session has ended, and cuts the connection.
    ///
    /// On return nothing that it asked for happens any more, and it hears nothing more. A module's request that is under
    /// way may go on, without an answer.
    func end(_ end: SessionEnd) async {
        if !isGone { cut(end) }
        leaveAll()
        await leaving?.value
    }

    private func cut(_ end: SessionEnd) {
        device.socket.emit("session:ended", end.wire)
        device.socket.assumeIsolated { socket in
            // Clients come again by themselves after a lost connection, and not after a farewell.
            if !end.isRetryable { socket.disconnect() }
            socket.connection.assumeIsolated { $0.close() }
        }
    }

    private func handle(_ event: Event) {
        guard !isGone else { return }
        do {
            try live.use()
        } catch {
            return event.fail(error)
        }
        guard !isBusy else {
            if waiting.count < Self.waitingLimit { waiting.append(event) } else { event.fail(ChatError.busy) }
            return
        }
        let messageRequest = messageRequest(named: event.name)
        if let messageRequest, !isReviewed(event) { return submit(event, to: messageRequest) }
        isBusy = true
        let task = Task {
            if let messageRequest {
                await submitReviewed(event, to: messageRequest)
            } else {
                await answer(event)
            }
        }
        working = modules.request(named: event.name) == nil ? task : nil
    }

    private func leaveAll() {
        guard !isGone else { return }
        isGone = true
        waiting = []
        let (left, working) = (rooms.values, working)
        rooms = [:]
        leaving = Task {
            await working?.value
            for room in left { await room.leave(device) }
            for room in left { await room.settle() }
        }
    }

    private func answer(_ event: Event) async {
        do {
            event.ack?(try await reply(to: event))
        } catch {
            event.fail(error)
        }
        goOn()
    }

    /// Handles what waits for the request that has just been answered.
    private func goOn() {
        isBusy = false
        while !isBusy, !waiting.isEmpty { handle(waiting.removeFirst()) }
    }

    /// Asks the modules first; what this client sends meanwhile waits, so that its messages keep their order.
    private func submitReviewed(_ event: Event, to request: MessageRequest) async {
        do {
            submit(try await reviewed(event), to: request)
        } catch {
            event.fail(error)
        }
        goOn()
    }

    private func reply(to event: Event) async throws -> JSON {
        switch event.name {
        case "room:list": return try await listRooms()
        case "room:join": return try await join(try event.room)
        case "room:leave": return try await leave(try event.room)
        case "room:members": return try await members(try event.room)
        case "room:since": return try await since(try event.number("sequence"), in: try event.room)
        case "typing:start": return try await setTyping(true, in: try event.room)
        case "typing:stop": return try await setTyping(false, in: try event.room)
        default: return try await askModule(event)
        }
    }

    private func listRooms() async throws -> JSON {
        let rooms = try await directory.list(permit: try live.permit(.listRooms))
        let listed = rooms.map { room -> JSON in
            ["id": .string(room.id.rawValue), "title": .string(room.title)]
        }
        return ["ok": true, "rooms": .array(listed)]
    }

    private func join(_ id: RoomID) async throws -> JSON {
        guard rooms[id] != nil || rooms.count < Self.roomLimit else {
            throw RequestError.tooManyRooms(Self.roomLimit)
        }
        if modules.reviews(JoinProposal.self) {
            _ = try live.permit(.join, on: id)
            _ = try await modules.review(JoinProposal(room: id, user: live.session.user))
        }
        let permit = try live.permit(.join, on: id)
        let room = try await directory.room(id)
        let state = await room.join(device, permit: permit)
        guard !isGone else {
            await room.leave(device)
            throw ChatError.notMember
        }
        rooms[id] = room
        return [
            "ok": true,
            "room": ["id": .string(id.rawValue), "title": .string(room.title)],
            "sequence": .integer(state.sequence),
            "members": .array(state.members.map { .string($0.rawValue) }),
            "rights": .array(live.session.rights(in: id).map { .string($0.rawValue) }),
        ]
    }

    private func leave(_ id: RoomID) async throws -> JSON {
        guard let room = rooms.removeValue(forKey: id) else { throw ChatError.notMember }
        await room.leave(device)
        return ["ok": true]
    }

    private func members(_ id: RoomID) async throws -> JSON {
        _ = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        return ["ok": true, "members": .array(await room.members.map { .string($0.rawValue) })]
    }

    private func since(_ sequence: Int64, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        let missed = try await room.missed(after: sequence, permit: permit)
        var reply: [(name: String, value: JSON)] = [
            ("ok", true), ("recovered", .bool(missed.entries != nil)),
            ("sequence", .integer(missed.sequence)),
        ]
        if let entries = missed.entries {
            reply.append(("events", .array(entries.map { [.string($0.wireName), $0.wire] })))
        }
        return .object(JSONObject(reply))
    }

    private func setTyping(_ isTyping: Bool, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.send, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        await room.setTyping(isTyping, permit: permit)
        return ["ok": true]
    }

    private func askModule(_ event: Event) async throws -> JSON {
        guard let request = modules.request(named: event.name) else {
            throw RequestError(code: "unknown_event", message: "This server does not know '\(event.name)'.")
        }
        let room = try event.room
        switch request.right {
        case .read: _ = try live.permit(.read, on: room)
        case .send: _ = try live.permit(.send, on: room)
        @unknown default:
            throw RequestError(code: "forbidden", message: "The right is unknown to this server.")
        }
        var payload = ByteBuffer()
        payload.writeJSON(event.arguments.first ?? .null)
        return try JSON(
            parsing: ByteBuffer(bytes: try await request.ack(to: Array(payload.readableBytesView)))
        )
    }
}

/// A socket, as rooms see it.
struct SocketDevice: Device {
    let socket: Socket
    let user: UserID

    var id: String { socket.id }

    func enter(_ room: RoomID) {
        let name = room.rawValue
        onLoop { socket in
            // A client is in fewer rooms than a socket may be in: `Client.roomLimit`.
            try? socket.join(name)
        }
    }

    func exit(_ room: RoomID) {
        let name = room.rawValue
        onLoop { $0.leave(name) }
    }

    /// Runs `work` on the socket now or in turn: never after what is announced later from here.
    private func onLoop(_ work: @escaping @Sendable (isolated Socket) -> Void) {
        let eventLoop = socket.connection.eventLoop
        if eventLoop.inEventLoop {
            socket.assumeIsolated(work)
        } else {
            eventLoop.execute { socket.assumeIsolated(work) }
        }
    }
}
