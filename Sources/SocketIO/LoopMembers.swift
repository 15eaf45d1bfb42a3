import EngineIO
import NIOCore

/// A marked event with its offset, as those get it who follow its order.
struct MarkedFrame: Sendable {
    let frame: Frame
    let mark: EventMark
}

/// The sockets of one namespace whose connections live on one event loop, and their rooms.
actor LoopMembers {
    /// A socket and its way out, side by side: a broadcast touches as little memory as it can.
    private struct Member {
        let socket: Socket
        /// None for a socket that must look at what it is sent.
        let outlet: Outlet?
    }

    private struct Room {
        private(set) var members: [Member] = []
        private var places: [ObjectIdentifier: Int] = [:]

        mutating func add(_ member: Member) {
            places[ObjectIdentifier(member.socket)] = members.count
            members.append(member)
        }

        mutating func remove(_ socket: Socket) {
            guard let place = places.removeValue(forKey: ObjectIdentifier(socket)) else { return }
            let last = members.removeLast()
            guard place < members.count else { return }
            members[place] = last
            places[ObjectIdentifier(last.socket)] = place
        }
    }

    private nonisolated let eventLoop: any EventLoop
    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: LoopExecutor
    private var all: [String: Socket] = [:]
    private var rooms: [String: Room] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        executor = LoopExecutor(eventLoop)
    }

    /// Runs `work` at once if called on the event loop, else in its turn.
    nonisolated func now(_ work: @escaping @Sendable (isolated LoopMembers) -> Void) {
        if eventLoop.inEventLoop {
            assumeIsolated(work)
        } else {
            eventLoop.execute { self.assumeIsolated(work) }
        }
    }

    /// Sends `frame` to the sockets in `audience`: at once if called on the event loop, else in its turn.
    nonisolated func send(
        _ frame: Frame,
        _ marked: MarkedFrame? = nil,
        to audience: Audience,
        isVolatile: Bool
    ) {
        if eventLoop.inEventLoop {
            assumeIsolated { $0.deliver(frame, marked, to: audience, isVolatile: isVolatile) }
        } else {
            eventLoop.execute {
                self.assumeIsolated { $0.deliver(frame, marked, to: audience, isVolatile: isVolatile) }
            }
        }
    }

    /// Sends `frame` to the sockets in `audience`, behind what was sent so before.
    nonisolated func sendLater(_ frame: Frame, to audience: Audience) {
        eventLoop.execute { self.assumeIsolated { $0.deliver(frame, nil, to: audience, isVolatile: false) } }
    }

    func add(_ socket: Socket) {
        all[socket.id] = socket
    }

    func remove(_ socket: Socket) {
        all[socket.id] = nil
    }

    /// Adds `socket` to `room`; one that is plain need not look at what it is sent.
    func add(_ socket: Socket, to room: String, isPlain: Bool) {
        let member = Member(socket: socket, outlet: isPlain ? socket.connection.outlet.value : nil)
        rooms[room, default: Room()].add(member)
    }

    func remove(_ socket: Socket, from room: String) {
        rooms[room]?.remove(socket)
        if rooms[room]?.members.isEmpty == true { rooms[room] = nil }
    }

    private func deliver(_ frame: Frame, _ marked: MarkedFrame?, to audience: Audience, isVolatile: Bool) {
        guard audience.except.isEmpty, audience.rooms.count == 1, let room = audience.rooms.first,
            all[room] == nil
        else {
            for socket in sockets(in: audience) {
                socket.assumeIsolated { $0.take(frame, marked, to: audience, isVolatile: isVolatile) }
            }
            return
        }
        guard let members = rooms[room]?.members else { return }
        // By index: taken out of the array, each member would be retained.
        for index in members.indices {
            guard let outlet = members[index].outlet else {
                members[index].socket.assumeIsolated {
                    $0.take(frame, marked, to: audience, isVolatile: isVolatile)
                }
                continue
            }
            guard !outlet.send(frame, isVolatile: isVolatile) else { continue }
            members[index].socket.connection.assumeIsolated { $0.close(.slowClient) }
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

    /// The sockets in `audience` that gates have let in, each once.
    func admittedSockets(in audience: Audience) -> [Socket] {
        sockets(in: audience).filter { $0.assumeIsolated { $0.isAdmitted } }
    }

    private func forEach(in room: String, _ body: (Socket) -> Void) {
        if let socket = all[room] { body(socket) }
        rooms[room]?.members.forEach { body($0.socket) }
    }
}
