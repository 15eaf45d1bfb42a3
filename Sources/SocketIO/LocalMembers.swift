import EngineIO
import NIOCore
import Synchronization

/// The sockets of one namespace in this process, by event loop: one encoding and one hop per loop reach all of them.
final class LocalMembers: Adapter {
    private let namespace: String
    private let recovery: Recovery?
    private let loops: [ObjectIdentifier: LoopMembers]
    private let total = Atomic<Int>(0)
    /// Whether any socket follows marked events, or did.
    private let hasFollowers = Atomic(false)
    /// The ids of answers to broadcasts, beyond any that a socket uses for its own.
    private let nextAckID = Atomic<UInt64>(1 << 32)

    init(namespace: String, group: any EventLoopGroup, recovery: Recovery?) {
        self.namespace = namespace
        self.recovery = recovery
        loops = group.makeIterator().reduce(into: [:]) { loops, loop in
            loops[ObjectIdentifier(loop)] = LoopMembers(eventLoop: loop)
        }
    }

    var count: Int { total.load(ordering: .relaxed) }

    private func home(of socket: Socket) -> LoopMembers {
        guard let members = loops[ObjectIdentifier(socket.connection.eventLoop)] else {
            preconditionFailure("a connection of another event loop group")
        }
        return members
    }

    /// From here on marked events carry their offsets for those who want them.
    func beginFollowing() { hasFollowers.store(true, ordering: .sequentiallyConsistent) }

    func add(_ socket: isolated Socket) {
        total.add(1, ordering: .relaxed)
        home(of: socket).assumeIsolated { $0.add(socket) }
    }

    func remove(_ socket: isolated Socket) {
        home(of: socket).assumeIsolated { $0.remove(socket) }
        total.subtract(1, ordering: .relaxed)
    }

    func add(_ socket: isolated Socket, to room: String) {
        let isPlain = socket.isPlain
        home(of: socket).assumeIsolated { $0.add(socket, to: room, isPlain: isPlain) }
    }

    func remove(_ socket: isolated Socket, from room: String) {
        home(of: socket).assumeIsolated { $0.remove(socket, from: room) }
    }

    func apply(_ action: BroadcastAction, to audience: Audience) {
        switch action {
        case .emit(let name, let arguments, let isVolatile):
            if let recovery, !isVolatile {
                recovery.emit(name, arguments, to: audience, namespace: namespace) { frame in
                    for members in loops.values {
                        members.sendLater(frame, to: audience)
                    }
                }
            } else {
                let frame = Frame.event(name, arguments, namespace: namespace)
                for members in loops.values {
                    members.send(frame, to: audience, isVolatile: isVolatile)
                }
            }
        case .emitMarked(let name, let arguments, let mark):
            let frame = Frame.event(name, arguments, namespace: namespace)
            var marked: MarkedFrame?
            if hasFollowers.load(ordering: .sequentiallyConsistent) {
                let arguments = arguments + [.string(mark.offset)]
                marked = MarkedFrame(frame: .event(name, arguments, namespace: namespace), mark: mark)
            }
            for members in loops.values { members.send(frame, marked, to: audience, isVolatile: false) }
        case .join(let rooms):
            forEach(in: audience) { socket in
                // A socket that is in as many rooms as it may be stays out of this one.
                for room in rooms { try? socket.join(room) }
            }
        case .leave(let rooms): forEach(in: audience) { socket in rooms.forEach { socket.leave($0) } }
        case .disconnect(let closing): forEach(in: audience) { $0.disconnect(closing: closing) }
        }
    }

    private func forEach(in audience: Audience, _ body: @escaping @Sendable (isolated Socket) -> Void) {
        for members in loops.values {
            members.now { for socket in $0.sockets(in: audience) { socket.assumeIsolated(body) } }
        }
    }

    private func found(in audience: Audience) async -> [Socket] {
        var found: [Socket] = []
        for members in loops.values { found += await members.admittedSockets(in: audience) }
        return found
    }

    func sockets(in audience: Audience) async -> [SocketDescription] {
        var descriptions: [SocketDescription] = []
        for socket in await found(in: audience) {
            descriptions.append(SocketDescription(id: socket.id, rooms: Array(await socket.rooms)))
        }
        return descriptions
    }

    func emitWithAck(
        _ name: String,
        _ arguments: [JSON],
        to audience: Audience,
        timeout: TimeAmount
    ) async -> BroadcastAnswers {
        let ackID = nextAckID.add(1, ordering: .relaxed).oldValue
        let frame = Frame.event(name, arguments, namespace: namespace, ackID: ackID)
        return await withTaskGroup(of: [JSON]?.self) { group in
            for socket in await found(in: audience) {
                // No answer, for whatever reason, is a missing one.
                group.addTask { try? await socket.answer(to: frame, ackID, timeout: timeout) }
            }
            return await group.reduce(into: BroadcastAnswers(answers: [], missing: 0)) { all, answer in
                if let answer { all.answers.append(answer) } else { all.missing += 1 }
            }
        }
    }
}
