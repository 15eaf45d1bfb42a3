import EngineIO
import NIOCore

/// The Socket.IO protocol (revision 5) on one connection: what the client says, and its sockets.
final class SocketIOSession: EngineHandler {
    private enum Admission {
        /// The namespace decides about the client's attempt with this number.
        case pending(Int)
        case admitted(Socket)
    }

    /// A packet whose attachments are not all there.
    private struct Partial {
        let packet: Packet
        var attachments: [ByteBuffer] = []
        var byteCount = 0
        let deadline: NIOScheduledCallback?
    }

    private let server: SocketIOServer
    private var sockets: [String: Admission] = [:]
    private var attemptCount = 0
    /// Attempts whose gates have not ended, also those that the client gave up.
    private var attemptsUnderWay = 0
    private var deadline: NIOScheduledCallback?
    private var partial: Partial? {
        didSet { isOverBudget = !holding.hold(partial?.byteCount ?? 0) }
    }
    private var holding = Holding(nil)
    private var isOverBudget = false

    init(server: SocketIOServer) {
        self.server = server
    }

    func opened(on connection: isolated EngineConnection) {
        holding = Holding(connection.budget)
        deadline = closing(connection, .forcedClose, in: server.configuration.connectTimeout)
    }

    private func closing(
        _ connection: EngineConnection,
        _ reason: CloseReason,
        in delay: TimeAmount
    ) -> NIOScheduledCallback? {
        // It fails where the event loop ends, and the connection with it.
        try? connection.eventLoop.scheduleCallback(
            in: delay,
            handler: Expiry(connection: connection, reason: reason)
        )
    }

    private struct Expiry: NIOScheduledCallbackHandler, Sendable {
        // Until it is over or cancelled, which the end of the connection does.
        let connection: EngineConnection
        let reason: CloseReason

        func handleScheduledCallback(eventLoop: some EventLoop) {
            connection.assumeIsolated { $0.close(reason) }
        }
    }

    func received(text: ByteBuffer, on connection: isolated EngineConnection) {
        do {
            guard partial == nil else { throw Packet.Malformed() }
            let packet = try Packet(parsing: text)
            if packet.missing > 0 {
                try hold(packet, on: connection)
            } else {
                try receive(packet, byteCount: text.readableBytes, on: connection)
            }
        } catch {
            connection.close(.parseError)
        }
    }

    func received(binary: ByteBuffer, on connection: isolated EngineConnection) {
        do {
            // An attachment that no packet announced is nothing.
            guard var packet = partial else { throw Packet.Malformed() }
            packet.attachments.append(binary)
            packet.byteCount += binary.readableBytes
            guard packet.byteCount <= server.configuration.attachmentByteLimit else {
                throw Packet.Malformed()
            }
            partial = packet
            if isOverBudget { return connection.close(.overBudget) }
            guard packet.attachments.count == packet.packet.missing else { return }
            partial = nil
            packet.deadline?.cancel()
            try receive(
                packet.packet.assembled(packet.attachments),
                byteCount: packet.byteCount,
                on: connection
            )
        } catch {
            connection.close(.parseError)
        }
    }

    func closed(_ reason: CloseReason, on connection: isolated EngineConnection) {
        deadline?.cancel()
        partial?.deadline?.cancel()
        partial = nil
        let ended = sockets.values
        sockets = [:]
        for case .admitted(let socket) in ended {
            socket.assumeIsolated { $0.ended(.connection(reason)) }
        }
    }

    /// Keeps `packet` until its attachments are there; only for somebody who is in its namespace.
    private func hold(_ packet: Packet, on connection: isolated EngineConnection) throws {
        guard case .admitted? = sockets[packet.namespace] else { throw Packet.Malformed() }
        let deadline = closing(connection, .parseError, in: server.configuration.attachmentTimeout)
        partial = Partial(packet: packet, deadline: deadline)
    }

    private func receive(
        _ packet: consuming Packet,
        byteCount: Int,
        on connection: isolated EngineConnection
    ) throws {
        switch packet.kind {
        case .connect:
            // A client that the server took out of a namespace may ask again.
            if case .admitted(let socket)? = sockets[packet.namespace],
                !socket.assumeIsolated({ $0.isConnected })
            {
                sockets[packet.namespace] = nil
            }
            guard sockets[packet.namespace] == nil else { throw Packet.Malformed() }
            connect(packet, on: connection)
        case .disconnect:
            guard case .admitted(let socket)? = sockets.removeValue(forKey: packet.namespace) else { return }
            socket.assumeIsolated { $0.ended(.clientLeft) }
        case .event:
            guard case .admitted(let socket)? = sockets[packet.namespace] else { throw Packet.Malformed() }
            guard case .array(var values)? = packet.payload.take(), let name = values.removeFirst().string
            else { return }
            let ack = packet.ackID.map { Ack(socket: socket, id: $0) }
            let event = Event(name: name, arguments: values, ack: ack, byteCount: byteCount)
            socket.assumeIsolated { $0.receive(event) }
        case .ack:
            guard case .admitted(let socket)? = sockets[packet.namespace], let id = packet.ackID,
                case .array(let values)? = packet.payload
            else { return }
            socket.assumeIsolated { $0.receiveAck(id, values) }
        case .connectError, .binaryEvent, .binaryAck:
            throw Packet.Malformed()
        }
    }

    private func connect(_ packet: Packet, on connection: isolated EngineConnection) {
        guard max(sockets.count, attemptsUnderWay) < server.configuration.namespaceLimit else {
            return connection.close(.parseError)
        }
        guard let namespace = server.namespace(asked: packet.namespace) else {
            let payload: JSON = ["message": "Invalid namespace"]
            connection.write(Packet(.connectError, namespace: packet.namespace, payload: payload).frame)
            return
        }
        let gates = namespace.gates()
        if gates.isEmpty, namespace.recovery == nil {
            return admit(Socket(connection: connection, namespace: namespace, claim: nil))
        }
        attemptCount += 1
        let attempt = attemptCount
        attemptsUnderWay += 1
        sockets[namespace.name] = .pending(attempt)
        Task.immediate {
            defer { attemptsUnderWay -= 1 }
            let claim = await namespace.recovery?.claim(packet.payload)
            let socket = Socket(connection: connection, namespace: namespace, claim: claim)
            var refusal: ConnectRefusal?
            do {
                for gate in gates { try await gate(socket, packet.payload) }
            } catch {
                refusal = error as? ConnectRefusal ?? ConnectRefusal("Internal error")
            }
            // The client may have gone, or left and asked again, while it was being let in.
            let isAwaited =
                if case .pending(attempt)? = sockets[namespace.name] { true } else { false }
            if isAwaited, refusal == nil { return admit(socket) }
            forget(socket)
            // What the client came back for is there for its next attempt.
            if let claim { namespace.recovery?.giveBack(claim) }
            namespace.left()
            if isAwaited, let refusal { refuse(namespace, refusal, on: connection) }
        }
    }

    /// Gives up what gates noted of a socket that ended before it began: it may hold the socket, which would stay for ever.
    private func forget(_ socket: Socket) {
        socket.assumeIsolated { $0.abandon() }
    }

    private func admit(_ socket: Socket) {
        deadline?.cancel()
        sockets[socket.namespace.name] = .admitted(socket)
        socket.assumeIsolated { $0.admit() }
    }

    private func refuse(
        _ namespace: Namespace,
        _ refusal: ConnectRefusal,
        on connection: isolated EngineConnection
    ) {
        sockets[namespace.name] = nil
        var members: [(name: String, value: JSON)] = [("message", .string(refusal.message))]
        if refusal.details != .null { members.append(("data", refusal.details)) }
        let payload = JSON.object(JSONObject(members))
        connection.write(Packet(.connectError, namespace: namespace.name, payload: payload).frame)
    }
}
