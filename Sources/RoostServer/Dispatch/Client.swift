import EngineIO
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

/// A signed-in client: what it asks for, one request after the other, each checked before it is done.
actor Client {
    nonisolated let live: LiveSession
    nonisolated let device: SocketDevice
    nonisolated let chat: ChatNamespace
    nonisolated let authority: Authority
    nonisolated let directory: RoomDirectory
    nonisolated var modules: ModuleBus { chat.modules }
    /// The rooms that it is in.
    var rooms: [RoomID: Room] = [:]
    /// A room that the client is about to enter.
    final class Entry {
        let room: RoomID
        /// In how many ways.
        var attempts = 0
        /// How often the client had to leave it meanwhile.
        var departures = 0
        /// How many of the attempts the room itself has by now, and who waits until these are done.
        var arrivals = 0
        var waiting: [CheckedContinuation<Void, Never>] = []

        init(_ room: RoomID) { self.room = room }
    }

    /// Few: most requests of a client wait for one another.
    var entries: [Entry] = []
    /// How its user is there, as far as this device says.
    var status = PresenceStatus.online
    /// The rooms that it was in before it came back, where it must begin anew.
    var lost: [RoomID] = []
    /// What it was kept as, until it is in: one that does not get in finds it again.
    var comeback: Comeback?
    private var waiting = WaitingEvents()
    private var isBusy = false
    /// Whether events that waited are being handled, some of which are done at once.
    private var isCatchingUp = false
    private(set) var isGone = false
    private var requestCount = 0
    /// The number of the request that may still do something; none where a module has it, or it waits for others to be cut.
    private var acting: Int?
    private var waitingForRest: CheckedContinuation<Void, Never>?
    /// Begins when the client is gone, and ends when rooms have nothing more of it.
    private var leaving: Task<Void, Never>?

    /// The id of its connection.
    nonisolated var id: String { device.id }

    /// Runs the actor on its socket's event loop.
    nonisolated var unownedExecutor: UnownedSerialExecutor { device.socket.unownedExecutor }

    init(
        live: LiveSession,
        socket: Socket,
        chat: ChatNamespace,
        authority: Authority,
        directory: RoomDirectory
    ) {
        self.live = live
        device = SocketDevice(socket: socket, user: live.user)
        self.chat = chat
        self.authority = authority
        self.directory = directory
    }

    /// Handles `event` when those before it are done; on the socket's event loop only.
    nonisolated func receive(_ event: Event) {
        assumeIsolated { $0.handle(event) }
    }

    /// Leaves every room, for a while only where the connection `isLost`, and handles nothing more; on the socket's event loop only.
    nonisolated func disconnected(isLost: Bool) {
        assumeIsolated { $0.leaveAll(isLost: isLost) }
    }

    /// Sends a fact about `room`, if the client may know of that.
    nonisolated func tell(_ name: String, _ payload: JSON, about room: RoomID) {
        if live.sees(room) { device.socket.emit(name, payload) }
    }

    /// Sends a fact about `room`, unless the client hears it in there.
    nonisolated func tellOutside(_ name: String, _ payload: JSON, of room: RoomID) {
        Task {
            if await rooms[room] == nil { tell(name, payload, about: room) }
        }
    }

    /// Leaves the room `id`, which another device of the user has left for all of them, or a module has taken them out of.
    ///
    /// On return the client hears nothing more from there. With `isTold` it knows why, as the room is deleted.
    func depart(_ id: RoomID, isTold: Bool = false) async {
        // A room that is about to let the client in is meant as well.
        if let entry = entry(of: id) {
            entry.departures += 1
            if entry.arrivals > 0 { await withCheckedContinuation { entry.waiting.append($0) } }
        }
        guard let room = rooms.removeValue(forKey: id) else { return }
        await room.leave(device)
        guard !isTold else { return }
        tell("room:left", ["room": .string(id.rawValue), "users": [.string(live.user.rawValue)]], about: id)
    }

    /// Tells the client that its session has ended, and cuts the connection.
    ///
    /// On return nothing that it asked for happens any more, and it hears nothing more. A module's request that is under
    /// way may go on, without an answer. So may one that has changed who may do what and waits for those whom it cuts:
    /// among them may be the client itself, or somebody who cuts the client at the same moment.
    func end(_ end: SessionEnd) async {
        // Before the cut, which ends the connection: nobody keeps a place for who was put out.
        let wasGone = isGone
        leaveAll()
        if !wasGone { device.socket.cut(end) }
        await leaving?.value
    }

    private func handle(_ event: Event) {
        guard !isGone else { return }
        do {
            try live.use()
        } catch {
            return event.fail(error)
        }
        guard !isBusy else {
            if !waiting.add(event) { event.fail(ChatError.busy) }
            return
        }
        do {
            try checkNeed(of: event)
        } catch {
            return event.fail(error)
        }
        let messageRequest = MessageRequest(rawValue: event.name)
        if let messageRequest, !isReviewed(messageRequest) { return submit(event, as: messageRequest) }
        isBusy = true
        requestCount += 1
        let number = requestCount
        acting = isModules(event) ? nil : number
        // It begins at once, and most requests are done without a wait.
        Task.immediate {
            let rest = LiveSession.BeforeEnds { await self.rest(after: number) }
            await LiveSession.$beforeEnds.withValue(rest) {
                if let messageRequest {
                    await submitReviewed(event, as: messageRequest)
                } else {
                    await answer(event)
                }
            }
        }
    }

    /// Whether a module answers `event`, and not the server itself.
    func isModules(_ event: Event) -> Bool {
        modules.request(named: event.name) != nil || modules.rootHandlers(of: event.name) != nil
    }

    /// Notes that the request of this number does nothing more.
    private func rest(after number: Int) {
        guard acting == number else { return }
        acting = nil
        waitingForRest?.resume()
        waitingForRest = nil
    }

    /// Returns once no request may do anything more; for one caller alone.
    private func untilRest() async {
        if acting != nil { await withCheckedContinuation { waitingForRest = $0 } }
    }

    private func leaveAll(isLost: Bool = false) {
        guard !isGone else { return }
        isGone = true
        waiting = WaitingEvents()
        let left = rooms.values
        rooms = [:]
        leaving = Task {
            await untilRest()
            for room in left { await room.leave(device, isLost: isLost) }
            for room in left { await room.settle() }
            live.forgetWork()
        }
    }

    private func answer(_ event: Event) async {
        do {
            // Before it is looked at whether anybody waits for an answer: it is done all the same.
            if let handlers = modules.rootHandlers(of: event.name) {
                let arguments = try await askRoot(event, handlers)
                event.ack?(arguments)
            } else {
                let reply = try await reply(to: event)
                event.ack?(reply)
            }
        } catch {
            event.fail(error)
        }
        goOn()
    }

    /// Handles what waits for the request that has just been answered.
    private func goOn() {
        rest(after: requestCount)
        isBusy = false
        guard !isCatchingUp else { return }
        isCatchingUp = true
        while !isBusy, let event = waiting.next() { handle(event) }
        isCatchingUp = false
    }

    /// Asks the modules first; what this client sends meanwhile waits, so that its messages keep their order.
    private func submitReviewed(_ event: Event, as request: MessageRequest) async {
        await chat.reviews.during(of: live.user) {
            do {
                submit(try await reviewed(event), as: request)
            } catch {
                event.fail(error)
            }
        }
        goOn()
    }

    /// Returns once what the client has handed to its rooms so far is in their sequences, or refused.
    func settle() async {
        for room in rooms.values { await room.settle() }
    }

    private func reply(to event: Event) async throws -> JSON {
        switch event.name {
        case "room:list": return try await listRooms(event)
        case "room:join": return try await join(try event.room)
        case "room:leave": return try await leave(try event.room)
        case "room:members": return try await members(event)
        case "room:create": return try await createRoom(event)
        case "room:update": return try await updateRoom(event)
        case "room:archive": return try await archiveRoom(event)
        case "room:role": return try await changeRole(event)
        case "room:invite": return try await invite(event)
        case "room:since": return try await since(try event.number("sequence"), in: try event.room)
        case "message:read": return try await read(try event.number("seq"), in: try event.room)
        case "presence:set": return try await setPresence(event)
        case "session:show": return showSession()
        case "typing:start": return try await setTyping(true, in: try event.room)
        case "typing:stop": return try await setTyping(false, in: try event.room)
        case "user:names": return try await names(event)
        default: return try await askModule(event)
        }
    }
}
