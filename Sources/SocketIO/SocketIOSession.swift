public import EngineIO
public import NIOCore

/// The Socket.IO protocol (revision 5) on one connection: what the client says, and its sockets.
public final class SocketIOSession: EngineHandler {
    private enum Admission {
        case pending
        case admitted(Socket)
    }

    /// How long a client may stay without joining a namespace.
    private static let connectTimeout = TimeAmount.seconds(45)

    private let namespaces: [String: Namespace]
    private var sockets: [String: Admission] = [:]
    private var deadline: Scheduled<Void>?

    /// A session that offers `namespaces`, by name.
    public init(namespaces: [String: Namespace]) {
        self.namespaces = namespaces
    }

    /// Waits for the client to join a namespace.
    public func opened(on connection: isolated EngineConnection) {
        deadline = connection.eventLoop.scheduleTask(in: Self.connectTimeout) { [weak connection] in
            connection?.assumeIsolated { $0.close() }
        }
    }

    /// Takes a packet; what is not one ends the connection.
    public func received(text: ByteBuffer, on connection: isolated EngineConnection) {
        do {
            try receive(Packet(parsing: text), on: connection)
        } catch {
            connection.close(.parseError)
        }
    }

    /// Attachments belong to packets, and no packet with attachments was announced.
    public func received(binary: ByteBuffer, on connection: isolated EngineConnection) {
        connection.close(.parseError)
    }

    /// Ends the client's sockets.
    public func closed(_ reason: CloseReason, on connection: isolated EngineConnection) {
        deadline?.cancel()
        let ended = sockets.values
        sockets = [:]
        for case .admitted(let socket) in ended { socket.assumeIsolated { $0.ended(reason) } }
    }

    private func receive(_ packet: Packet, on connection: isolated EngineConnection) throws {
        switch packet.kind {
        case .connect:
            guard sockets[packet.namespace] == nil else { throw Packet.Malformed.packet }
            connect(packet, on: connection)
        case .disconnect:
            guard case .admitted(let socket)? = sockets.removeValue(forKey: packet.namespace) else { return }
            socket.assumeIsolated { $0.ended(.transportClose) }
        case .event:
            guard case .admitted(let socket)? = sockets[packet.namespace] else {
                throw Packet.Malformed.packet
            }
            guard case .array(let values)? = packet.payload, let name = values.first?.string else { return }
            let ack = packet.ackID.map { Ack(connection: connection, namespace: packet.namespace, id: $0) }
            socket.assumeIsolated {
                $0.receive(Event(name: name, arguments: Array(values.dropFirst()), ack: ack))
            }
        case .ack:
            break  // The server asks for none.
        case .connectError:
            throw Packet.Malformed.packet
        }
    }

    private func connect(_ packet: Packet, on connection: isolated EngineConnection) {
        guard let namespace = namespaces[packet.namespace] else {
            let payload: JSON = ["message": "Invalid namespace"]
            reply(Packet(.connectError, namespace: packet.namespace, payload: payload), on: connection)
            return
        }
        sockets[namespace.name] = .pending
        let socket = Socket(connection: connection, namespace: namespace)
        Task {
            do {
                try await namespace.connect(socket, packet.payload)
                admit(socket, on: connection)
            } catch {
                refuse(
                    namespace,
                    error as? ConnectRefusal ?? ConnectRefusal("Internal error"),
                    on: connection
                )
            }
        }
    }

    private func admit(_ socket: Socket, on connection: isolated EngineConnection) {
        let name = socket.namespace.name
        // The client may have gone while it was being let in.
        guard case .pending? = sockets[name] else {
            socket.assumeIsolated { $0.ended(.transportClose) }
            return
        }
        deadline?.cancel()
        sockets[name] = .admitted(socket)
        reply(Packet(.connect, namespace: name, payload: ["sid": .string(socket.id)]), on: connection)
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
        reply(Packet(.connectError, namespace: namespace.name, payload: payload), on: connection)
    }

    private func reply(_ packet: Packet, on connection: isolated EngineConnection) {
        connection.write(Frame(text: packet.text))
    }
}
