public import NIOCore

/// What stands on a connection: told of everything that happens on it, in order, on its event loop.
public protocol EngineHandler: AnyObject {
    /// The connection can send.
    func opened(on connection: isolated EngineConnection)
    /// The client sent a text message: valid UTF-8, without the packet type.
    func received(text: ByteBuffer, on connection: isolated EngineConnection)
    /// The client sent a binary message.
    func received(binary: ByteBuffer, on connection: isolated EngineConnection)
    /// The connection is over; nothing follows.
    func closed(_ reason: CloseReason, on connection: isolated EngineConnection)
}

/// Why a connection ended, under the names of the official server.
public enum CloseReason: String, Sendable {
    /// The client closed it, or its socket did.
    case transportClose = "transport close"
    /// The client broke the protocol.
    case parseError = "parse error"
    /// The client did not answer a ping.
    case pingTimeout = "ping timeout"
    /// The client read too slowly, so that its queue overflowed.
    case slowClient = "slow client"
    /// This side closed it.
    case forcedClose = "forced close"
    /// The server is shutting down.
    case shuttingDown = "server shutting down"

    /// The WebSocket close code that says so (RFC 6455, section 7.4.1).
    var code: UInt16 {
        switch self {
        case .transportClose, .forcedClose: 1000
        case .parseError: 1002
        case .slowClient: 1008
        case .pingTimeout: 1008
        case .shuttingDown: 1001
        }
    }
}

/// One client's link, on the event loop of its socket.
public actor EngineConnection {
    /// The session id, which the client is told: 120 random bits.
    public nonisolated let id: String
    /// The client's address, where the socket has one.
    public nonisolated let remoteAddress: SocketAddress?
    /// Where the connection lives.
    public nonisolated let eventLoop: any EventLoop

    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: any SerialExecutor
    private nonisolated let outlet: NIOLoopBound<Outlet>
    private nonisolated let configuration: EngineConfiguration
    private var handler: (any EngineHandler)?
    private var heartbeat: Scheduled<Void>?
    private var isOpen = true

    /// Runs the actor on its event loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(channel: any Channel, outlet: NIOLoopBound<Outlet>, configuration: EngineConfiguration) {
        id = randomID()
        remoteAddress = channel.remoteAddress
        eventLoop = channel.eventLoop
        executor = channel.eventLoop.executor
        self.outlet = outlet
        self.configuration = configuration
    }

    /// Sends `frame` at the end of the event loop's tick; on that event loop only.
    ///
    /// Elsewhere use `send(_:)`. A volatile frame is dropped where others wait already. A client whose queue is full is disconnected.
    public nonisolated func write(_ frame: Frame, isVolatile: Bool = false) {
        guard !outlet.value.send(frame, isVolatile: isVolatile) else { return }
        assumeIsolated { $0.close(.slowClient) }
    }

    /// Sends `frame` from anywhere; frames of one sender keep their order.
    public nonisolated func send(_ frame: Frame) {
        if eventLoop.inEventLoop {
            write(frame)
        } else {
            eventLoop.execute { self.write(frame) }
        }
    }

    /// Ends the connection, after what was already sent to it.
    public func close(_ reason: CloseReason = .forcedClose) {
        guard isOpen else { return }
        outlet.value.close(code: reason.code, reason: reason.rawValue)
        ended(reason)
    }

    /// Greets the client and hands the connection to `handler`.
    func open(_ handler: any EngineHandler) {
        self.handler = handler
        let greeting =
            #"{"sid":"\#(id)","upgrades":[],"pingInterval":\#(configuration.pingInterval.milliseconds),"#
            + #""pingTimeout":\#(configuration.pingTimeout.milliseconds),"maxPayload":\#(configuration.maxPayload)}"#
        write(Frame(packet: .open, payload: ByteBuffer(string: greeting)))
        schedulePing()
        handler.opened(on: self)
    }

    /// Takes a text packet from the client.
    func receive(text: ByteBuffer) {
        guard isOpen else { return }
        var payload = text
        switch payload.readInteger(as: UInt8.self).flatMap(PacketType.init) {
        case .message: handler?.received(text: payload, on: self)
        case .pong: schedulePing()
        case .close: close(.transportClose)
        default: close(.parseError)
        }
    }

    /// Takes a binary message from the client.
    func receive(binary: ByteBuffer) {
        guard isOpen else { return }
        handler?.received(binary: binary, on: self)
    }

    /// The socket is gone, or is about to go.
    func ended(_ reason: CloseReason) {
        guard isOpen else { return }
        isOpen = false
        heartbeat?.cancel()
        heartbeat = nil
        handler?.closed(reason, on: self)
        handler = nil
    }

    private func schedulePing() {
        heartbeat?.cancel()
        heartbeat = eventLoop.scheduleTask(in: configuration.pingInterval) { [weak self] in
            self?.assumeIsolated { $0.ping() }
        }
    }

    private static let pingFrame = Frame(packet: .ping)

    private func ping() {
        guard isOpen else { return }
        write(Self.pingFrame)
        heartbeat = eventLoop.scheduleTask(in: configuration.pingTimeout) { [weak self] in
            self?.assumeIsolated { $0.close(.pingTimeout) }
        }
    }
}

extension TimeAmount {
    fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

/// 120 bits from the system's generator, as 20 characters that are safe in a URL.
func randomID() -> String {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    return String((0..<20).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] })
}
