import Glibc
public import NIOCore

/// One client's link, by long-polling or WebSocket or first one and then the other, on one event loop for its life.
public actor EngineConnection {
    /// The session id, which the client is told: 126 random bits.
    public nonisolated let id: String
    /// The request with which the client came.
    public nonisolated let request: OpeningRequest
    /// Where the connection lives.
    public nonisolated let eventLoop: any EventLoop
    nonisolated let configuration: EngineConfiguration
    /// What its client's address may hold; nothing where that is any amount.
    package nonisolated let budget: AddressBudget?

    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: LoopExecutor
    /// The way out, for senders on the event loop.
    package nonisolated let outlet: NIOLoopBound<Outlet>
    private let heartbeat: NIOLoopBound<Heartbeat>
    private var holding: Holding
    private let forget: @Sendable (EngineConnection) -> Void
    private var handler: (any EngineHandler)?
    private var beat: Heartbeat.Place?
    private var isOpen = true

    /// Runs the actor on its event loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A connection on the current event loop; `forget` is called when no request for it is expected any more.
    init(
        request: OpeningRequest,
        eventLoop: any EventLoop,
        executor: LoopExecutor,
        outlet: Outlet,
        heartbeat: Heartbeat,
        configuration: EngineConfiguration,
        budget: AddressBudget?,
        holding: consuming Holding,
        forget: @escaping @Sendable (EngineConnection) -> Void
    ) {
        id = randomID()
        self.request = request
        self.eventLoop = eventLoop
        self.executor = executor
        self.outlet = NIOLoopBound(outlet, eventLoop: eventLoop)
        self.heartbeat = NIOLoopBound(heartbeat, eventLoop: eventLoop)
        self.configuration = configuration
        self.budget = budget
        self.holding = holding
        self.forget = forget
    }

    /// The way on which the client's messages travel at the moment.
    public var transport: TransportName { outlet.value.transport?.name ?? .polling }

    /// Sends `frame` at the end of the event loop's tick; on that event loop only.
    ///
    /// Elsewhere use `send(_:)`. A volatile frame is dropped where others wait already. A client whose queue is full is
    /// disconnected.
    public nonisolated func write(_ frame: Frame, isVolatile: Bool = false) {
        guard !outlet.value.send(frame, isVolatile: isVolatile) else { return }
        assumeIsolated { $0.close(.slowClient) }
    }

    /// Sends `frame` from anywhere; frames of one sender keep their order.
    public nonisolated func send(_ frame: Frame, isVolatile: Bool = false) {
        if eventLoop.inEventLoop {
            write(frame, isVolatile: isVolatile)
        } else {
            eventLoop.execute { self.write(frame, isVolatile: isVolatile) }
        }
    }

    /// Runs `work` on the connection: now if called on its event loop, else in its turn.
    public nonisolated func onLoop(_ work: @escaping @Sendable (isolated EngineConnection) -> Void) {
        if eventLoop.inEventLoop {
            assumeIsolated(work)
        } else {
            eventLoop.execute { self.assumeIsolated(work) }
        }
    }

    /// Ends the connection, after what was already sent to it.
    public func close(_ reason: CloseReason = .forcedClose) {
        guard isOpen else { return }
        // Before the last words: a request that they bring comes too late, and must not wait for ever.
        isOpen = false
        let isAwaited = reason == .forcedClose && polling?.isWritable == false
        if isAwaited { linger() } else { outlet.value.close(reason) }
        finish(reason)
    }

    /// Greets the client, which comes by `transport`, and hands the connection to `handler`.
    func open(_ handler: any EngineHandler, by transport: any Transport) {
        self.handler = handler
        outlet.value.use(transport)
        let canUpgrade =
            transport.name == .polling && configuration.allowUpgrades
            && configuration.transports.contains(.webSocket)
        let greeting =
            #"{"sid":"\#(id)","upgrades":[\#(canUpgrade ? #""websocket""# : "")],"#
            + #""pingInterval":\#(configuration.pingInterval.milliseconds),"#
            + #""pingTimeout":\#(configuration.pingTimeout.milliseconds),"maxPayload":\#(configuration.maxPayload)}"#
        write(Frame(packet: .open, payload: ByteBuffer(string: greeting)))
        beat = heartbeat.value.add(self)
        handler.opened(on: self)
    }

    /// Takes a text packet from the client.
    func receive(text: ByteBuffer) {
        guard isOpen else { return }
        var payload = text
        switch payload.readInteger(as: UInt8.self).flatMap(PacketType.init) {
        case .message: handler?.received(text: payload, on: self)
        case .pong: if let beat { heartbeat.value.heard(beat) }
        case .close: close(.transportClose)
        default: close(.parseError)
        }
    }

    /// Takes a binary message from the client.
    func receive(binary: ByteBuffer) {
        guard isOpen else { return }
        handler?.received(binary: binary, on: self)
    }

    /// The transport is gone, or is about to go.
    func ended(_ reason: CloseReason) {
        guard isOpen else { return }
        isOpen = false
        finish(reason)
    }

    private func finish(_ reason: CloseReason) {
        if let beat { heartbeat.value.remove(beat) }
        beat = nil
        if !isLingering { letGo() }
        handler?.closed(reason, on: self)
        handler = nil
    }

    /// No request is expected any more.
    private func letGo() {
        outlet.value.detach()
        _ = holding.hold(0)  // Less than before.
        forget(self)
    }

    /// The socket takes bytes again.
    func becameWritable() {
        outlet.value.becameWritable()
    }

    private static let pingFrame = Frame(packet: .ping)

    /// Asks the client whether it is there.
    func ping() {
        write(Self.pingFrame)
    }

    // MARK: Long-polling

    private var isLingering = false

    private var polling: PollingTransport? { outlet.value.transport as? PollingTransport }

    /// Keeps what was sent before the close for the client's next request, as long as one may be on its way.
    private func linger() {
        isLingering = true
        outlet.value.sayGoodbye(.forcedClose)
        eventLoop.scheduleTask(in: configuration.pingTimeout) { [weak self] in
            self?.assumeIsolated { $0.stopLingering() }
        }
    }

    private func stopLingering() {
        guard isLingering else { return }
        isLingering = false
        letGo()
    }

    /// Takes a request that waits for frames; two at a time end the session.
    func poll(_ exchange: Exchange) {
        guard isOpen || isLingering, let polling else {
            return exchange.reply(.refusal(.unknownSID))
        }
        guard polling.poll(exchange) else {
            exchange.reply(.refusal(.badRequest))
            return close(.parseError)
        }
        outlet.value.becameWritable()
        if isLingering { return stopLingering() }
        polling.releaseIfPaused()
    }

    /// Takes the packets of a long-polling client.
    func receive(_ body: ByteBuffer, _ exchange: Exchange) {
        guard isOpen, polling != nil else {
            return exchange.reply(.refusal(.unknownSID))
        }
        do {
            let packets = try PollingPayload.packets(of: body)
            for packet in packets {
                switch packet {
                case .text(let text): receive(text: text)
                case .binary(let bytes): receive(binary: bytes)
                }
            }
            exchange.reply(.accepted)
        } catch {
            exchange.reply(.refusal(.badRequest))
            close(.parseError)
        }
    }

    // MARK: Upgrade

    /// Whether a WebSocket may take over, which from here on no other may.
    func reserveUpgrade() -> Bool {
        guard isOpen, !isUpgrading, polling != nil else { return false }
        isUpgrading = true
        return true
    }

    private var isUpgrading = false

    /// The WebSocket that was to take over is gone.
    func upgradeFailed() {
        isUpgrading = false
        polling?.resume()
    }

    /// A WebSocket works: the client will let go of its waiting request.
    func probed() {
        polling?.pause()
    }

    /// Goes on by `transport`.
    func upgrade(to transport: any Transport) {
        guard isOpen, let polling else {
            return transport.close(.transportClose)
        }
        polling.pause()
        outlet.value.use(transport)
    }
}

extension TimeAmount {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

/// 126 bits from the system's generator, as 21 characters that are safe in a URL.
package func randomID() -> String {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    var bits: UInt128 = 0
    // One call to the system; Swift's own generator makes one for each eight bytes.
    let failure = withUnsafeMutableBytes(of: &bits) { bytes in
        bytes.baseAddress.map { getentropy($0, bytes.count) }
    }
    precondition(failure == 0, "the system has no random numbers")
    // Written in place: an array first would be one more allocation for each id.
    return String(unsafeUninitializedCapacity: 21) { characters in
        for index in 0..<21 {
            characters[index] = alphabet.utf8Start[Int(bits & 63)]
            bits >>= 6
        }
        return 21
    }
}
