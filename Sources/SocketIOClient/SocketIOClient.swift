public import NIOCore
import NIOPosix
public import SocketIO

/// A Socket.IO client in one namespace of a server.
public actor SocketIOClient {
    /// What happens to a client.
    public enum Happening: Sendable {
        /// It is in the namespace; `isRecovered` where it goes on after a lost connection, with nothing missed.
        case connected(isRecovered: Bool)
        /// The server sent an event, and wants an answer where there is a `reply`.
        case event(String, [JSON], reply: Reply?)
        /// It is out of the namespace; it comes back by itself where `isFinal` is false.
        case disconnected(isFinal: Bool)
    }

    /// The answer to an event of the server.
    public struct Reply: Sendable {
        let client: SocketIOClient
        let id: UInt64

        /// Answers with `values`.
        /// - Throws: `ClientError.disconnected`.
        public func callAsFunction(_ values: JSON...) async throws {
            try await client.send(
                Packet(.ack, namespace: client.namespace, ackID: id, payload: .array(values))
            )
        }
    }

    /// What happens, in order, from the first `connect()` on; kept until it is read.
    public nonisolated let happenings: AsyncStream<Happening>
    /// The namespace's name.
    public nonisolated let namespace: String
    /// The socket's id, while connected.
    public private(set) var id: String?

    private nonisolated let told: AsyncStream<Happening>.Continuation
    private let address: (host: String, port: Int)
    private let configuration: ClientConfiguration
    private var transport: (any ClientTransport)?
    private var reading: Task<Void, Never>?
    private var joining: CheckedContinuation<Void, any Error>?
    /// The namespace's answer, once it is there.
    private var answer: Result<Void, any Error>?
    private var pending: [UInt64: CheckedContinuation<[JSON], any Error>] = [:]
    private var nextAckID: UInt64 = 0
    private var partial: (packet: Packet, attachments: [ByteBuffer])?
    private var pid: String?
    private var offset: String?
    private var lastMessage = NIODeadline.now()
    private var isWanted = false

    /// A client of `namespace` at `address`, such as `http://127.0.0.1:8080`.
    /// - Throws: `ClientError.badAddress`.
    public init(
        _ address: String,
        namespace: String = "/",
        configuration: ClientConfiguration = ClientConfiguration()
    ) throws(ClientError) {
        let parts = address.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0] == "http:", let colon = parts[1].lastIndex(of: ":"),
            let port = Int(parts[1][parts[1].index(after: colon)...])
        else { throw .badAddress(address) }
        self.address = (String(parts[1][..<colon]), port)
        self.namespace = namespace
        self.configuration = configuration
        (happenings, told) = AsyncStream.makeStream(of: Happening.self)
    }

    // MARK: Coming and going

    /// Opens a session and joins the namespace.
    /// - Throws: `ClientError`, or what the network says.
    public func connect() async throws {
        isWanted = true
        try await open()
    }

    /// Leaves for good.
    public func disconnect() async {
        isWanted = false
        // A connection that is gone needs no goodbye.
        try? await send(Packet(.disconnect, namespace: namespace))
        await transport?.close()
        await reading?.value
    }

    /// Drops the connection without a goodbye, as a failing network does; the client comes back as after any loss.
    public func dropConnection() async {
        await transport?.close()
    }

    private func open() async throws {
        let opened = try await ClientTransports.open(configuration, at: address)
        transport = opened.transport
        lastMessage = .now()
        answer = nil
        reading = Task {
            let silence = Task { await closeWhenSilent(opened.transport, for: opened.patience) }
            await read(opened.transport)
            silence.cancel()
        }
        do {
            try await join(opened)
        } catch {
            // Nothing of a failed attempt is left for the next one.
            await opened.transport.close()
            await reading?.value
            throw error
        }
    }

    private func join(_ opened: ClientTransports.Opened) async throws {
        let deadline = Task { await giveUpJoining(after: opened.patience) }
        defer { deadline.cancel() }
        var members = configuration.auth?.object?.members ?? []
        if let pid { members.append(("pid", .string(pid))) }
        if let offset { members.append(("offset", .string(offset))) }
        let payload = members.isEmpty ? nil : JSON.object(JSONObject(members))
        try await opened.transport.send(
            messages(of: Packet(.connect, namespace: namespace, payload: payload))
        )
        // The answer may have come while the request for it was still being confirmed.
        if let answer { return try answer.get() }
        try await withCheckedThrowingContinuation { joining = $0 }
    }

    /// Gives up joining where the server does not answer.
    private func giveUpJoining(after patience: TimeAmount) async {
        let limit = min(patience, configuration.connectTimeout)
        // Cancelled is as good as done.
        try? await Task.sleep(nanoseconds: UInt64(limit.nanoseconds))
        if !Task.isCancelled { answered(.failure(ClientError.timeout)) }
    }

    private func answered(_ answer: Result<Void, any Error>) {
        self.answer = self.answer ?? answer
        joining?.resume(with: answer)
        joining = nil
    }

    /// Ends a connection on which the server's pings stop.
    private func closeWhenSilent(_ transport: any ClientTransport, for patience: TimeAmount) async {
        while !Task.isCancelled {
            let rest = lastMessage + patience - .now()
            guard rest > .zero else { return await transport.close() }
            // Cancelled is as good as done.
            try? await Task.sleep(nanoseconds: UInt64(rest.nanoseconds))
        }
    }

    private func read(_ transport: any ClientTransport) async {
        for await message in transport.messages {
            lastMessage = .now()
            do {
                try await handle(message)
            } catch {
                break  // A server that breaks the protocol is left.
            }
        }
        await transport.close()
        ended()
    }

    private func ended() {
        let wasIn = id != nil
        (transport, id, partial) = (nil, nil, nil)
        answered(.failure(ClientError.disconnected))
        for waiting in pending.values { waiting.resume(throwing: ClientError.disconnected) }
        pending = [:]
        guard wasIn else { return }
        let comesBack = isWanted && configuration.reconnectionAttempts > 0
        told.yield(.disconnected(isFinal: !comesBack))
        guard comesBack else { return told.finish() }
        // Not awaited here: the reading task of the lost connection ends.
        Task { await reconnect() }
    }

    private func reconnect() async {
        var delay = min(TimeAmount.milliseconds(250), configuration.maxReconnectionDelay)
        for _ in 0..<configuration.reconnectionAttempts where isWanted {
            // A random moment, so that all clients of a restarted server do not come at once.
            try? await Task.sleep(nanoseconds: UInt64(.random(in: 0.5...1.5) * Double(delay.nanoseconds)))
            delay = min(delay * 2, configuration.maxReconnectionDelay)
            do {
                return try await open()
            } catch {
                continue
            }
        }
        told.yield(.disconnected(isFinal: true))
        told.finish()
    }

    // MARK: Sending

    /// Sends the event `name` with `arguments`.
    /// - Throws: `ClientError.disconnected`.
    public func emit(_ name: String, _ arguments: JSON...) async throws {
        try await send(Packet(.event, namespace: namespace, payload: .array([.string(name)] + arguments)))
    }

    /// Sends the event `name` with `arguments` and awaits the answer.
    /// - Returns: The answer's arguments.
    /// - Throws: `ClientError.timeout` or `disconnected`.
    public func call(_ name: String, _ arguments: JSON..., timeout: TimeAmount = .seconds(20)) async throws
        -> [JSON]
    {
        guard let transport, id != nil else { throw ClientError.disconnected }
        let ackID = nextAckID
        nextAckID += 1
        let payload = JSON.array([.string(name)] + arguments)
        let packet = messages(of: Packet(.event, namespace: namespace, ackID: ackID, payload: payload))
        let deadline = MultiThreadedEventLoopGroup.singleton.next().scheduleTask(in: timeout) {
            Task { await self.expire(ackID) }
        }
        defer { deadline.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            pending[ackID] = continuation
            // At once, so that calls leave in their order.
            Task.immediate {
                do {
                    try await transport.send(packet)
                } catch {
                    pending.removeValue(forKey: ackID)?.resume(throwing: error)
                }
            }
        }
    }

    private func expire(_ ackID: UInt64) {
        pending.removeValue(forKey: ackID)?.resume(throwing: ClientError.timeout)
    }

    fileprivate func send(_ packet: Packet) async throws {
        guard let transport else { throw ClientError.disconnected }
        try await transport.send(messages(of: packet))
    }

    private func messages(of packet: Packet) -> [EngineMessage] {
        let (text, attachments) = packet.parts
        return [.text("4" + String(buffer: text))] + attachments.map { .binary($0) }
    }

    // MARK: Receiving

    private func handle(_ message: EngineMessage) async throws {
        switch message {
        case .binary(let bytes):
            guard var whole = partial else { throw ClientError.refused("bytes without a packet") }
            whole.attachments.append(bytes)
            partial = whole
            guard whole.attachments.count == whole.packet.missing else { return }
            partial = nil
            handle(try whole.packet.assembled(whole.attachments))
        case .text(let text) where text == "2":
            try await transport?.send([.text("3")])
        case .text(let text) where text.first == "4":
            let packet = try Packet(parsing: ByteBuffer(substring: text.dropFirst()))
            guard packet.namespace == namespace else { return }
            if packet.missing > 0 { partial = (packet, []) } else { handle(packet) }
        case .text(let text):
            if text == "1" { await transport?.close() }
        }
    }

    private func handle(_ packet: Packet) {
        switch packet.kind {
        case .connect:
            let isRecovered = pid != nil && packet.payload?["pid"]?.string == pid
            id = packet.payload?["sid"]?.string ?? ""
            pid = packet.payload?["pid"]?.string
            if !isRecovered { offset = nil }
            told.yield(.connected(isRecovered: isRecovered))
            answered(.success(()))
        case .connectError:
            let message = packet.payload?["message"]?.string ?? ""
            answered(.failure(ClientError.connectError(message, packet.payload?["data"])))
        case .disconnect:
            isWanted = false
            let transport = transport
            Task { await transport?.close() }
        case .event:
            guard let values = packet.payload?.array, let name = values.first?.string else { return }
            if pid != nil, values.count > 1, let last = values.last?.string { offset = last }
            let reply = packet.ackID.map { Reply(client: self, id: $0) }
            told.yield(.event(name, Array(values.dropFirst()), reply: reply))
        case .ack:
            guard let id = packet.ackID, let values = packet.payload?.array else { return }
            pending.removeValue(forKey: id)?.resume(returning: values)
        case .binaryEvent, .binaryAck:
            break  // A parsed packet is an event or an ack.
        }
    }
}
