import NIOCore

/// The channel handler of a WebSocket: bytes in, messages to the connection.
///
/// It owns the socket from the upgrade on. Handlers behind it (an HTTP server that served earlier requests of the same
/// socket) see that their input ended, and can neither write nor close. To a connection on its own event loop it is the transport.
final class WebSocketLink: ChannelDuplexHandler, Transport {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = NIOAny

    /// What the WebSocket is for.
    enum Purpose {
        /// It is a session's first transport.
        case session(any EngineHandler)
        /// It takes over from long-polling, when the client says so.
        case upgrade
        /// Nothing: it is closed at once.
        case refusal
    }

    private enum Stage {
        case new(Purpose)
        case probing(deadline: Scheduled<Void>)
        case carrying
        case over
    }

    private let connection: EngineConnection
    /// Whether the connection is on the socket's event loop.
    private var isHome = true
    private var stage: Stage
    private var parser: WebSocketParser
    private var holding: Holding
    private var context: ChannelHandlerContext?
    private(set) var isWritable = true
    private var writer: DirectWriter?
    /// What the first write takes along.
    private var answer: [UInt8]
    /// How many writes the channel has not finished: until then all others must go the same way.
    private var channelWriteCount = 0
    /// Whether the socket is closed when they are done.
    private var isClosing = false
    /// How long a client may take to read what was sent before the end.
    private static let closeTimeout = TimeAmount.seconds(5)

    /// What a socket by itself counts for in its address's budget.
    static let socketByteCount = 8192

    /// The link of `connection`.
    /// - Parameters:
    ///   - connection: Whose messages it carries.
    ///   - purpose: What it is for.
    ///   - answer: The end of the handshake, which goes out before all else.
    ///   - byteLimit: How large a message may be.
    ///   - budget: Where what it holds counts.
    init(
        connection: EngineConnection,
        purpose: Purpose,
        answer: [UInt8],
        byteLimit: Int,
        budget: AddressBudget?
    ) {
        self.connection = connection
        self.answer = answer
        stage = .new(purpose)
        parser = WebSocketParser(byteLimit: byteLimit)
        holding = Holding(budget)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        isWritable = context.channel.isWritable
        writer = DirectWriter(context.channel)
        isHome = connection.eventLoop === context.eventLoop
        if case .new(let purpose) = stage { start(purpose, context) }
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        context.read()
    }

    private func start(_ purpose: Purpose, _ context: ChannelHandlerContext) {
        switch purpose {
        case .session(let handler):
            stage = .carrying
            let handler = NIOLoopBound(handler, eventLoop: context.eventLoop)
            let link = NIOLoopBound(self, eventLoop: context.eventLoop)
            connection.assumeIsolated { $0.open(handler.value, by: link.value) }
        case .upgrade:
            let link = NIOLoopBound(self, eventLoop: context.eventLoop)
            let deadline = context.eventLoop.scheduleTask(in: connection.configuration.upgradeTimeout) {
                link.value.close(code: CloseReason.pingTimeout.code, reason: "upgrade timeout")
            }
            stage = .probing(deadline: deadline)
            // The HTTP handlers are still there; they go in this tick.
            context.eventLoop.execute { link.value.write([] as ArraySlice<UInt8>) }
        case .refusal:
            // The HTTP handlers are still there; they go in this tick.
            let link = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.execute {
                link.value.close(
                    code: CloseReason.parseError.code,
                    reason: EngineRequest.Refusal.badRequest.message
                )
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .over = stage { return }
        parser.append(unwrapInboundIn(data))
        do {
            while let message = try parser.next() { handle(message, context) }
        } catch {
            // The close code says what was wrong; the reason is the official server's word for it.
            end(.parseError, code: error.rawValue)
        }
        if case .over = stage { return }
        if !holding.hold(Self.socketByteCount + parser.heldByteCount) {
            end(.overBudget, code: CloseReason.overBudget.code)
        }
    }

    private func handle(_ message: WebSocketParser.Message, _ context: ChannelHandlerContext) {
        switch (stage, message) {
        case (.new, _), (.over, _), (_, .pong): break
        case (_, .ping(let payload)): pong(payload, context)
        case (_, .close(let code)): end(.transportClose, code: code ?? CloseReason.transportClose.code)
        case (.probing(let deadline), .text(let text)): probe(text, deadline, context)
        case (.probing, .binary): end(.parseError, code: CloseReason.parseError.code)
        case (.carrying, .text(let text)) where isHome: connection.assumeIsolated { $0.receive(text: text) }
        case (.carrying, .text(let text)): connection.onLoop { $0.receive(text: text) }
        case (.carrying, .binary(let bytes)): connection.onLoop { $0.receive(binary: bytes) }
        }
    }

    /// Two words of the client's make an upgrade: the probe, which is answered, and the move (Engine.IO protocol, "Upgrade").
    private func probe(_ text: ByteBuffer, _ deadline: Scheduled<Void>, _ context: ChannelHandlerContext) {
        switch text.getString(at: text.readerIndex, length: text.readableBytes) {
        case "2probe":
            write(Frame(packet: .pong, payload: ByteBuffer(string: "probe")).bytes)
            connection.onLoop { $0.probed() }
        case "5":
            deadline.cancel()
            stage = .carrying
            if isHome {
                let link = NIOLoopBound(self, eventLoop: context.eventLoop)
                connection.assumeIsolated { $0.upgrade(to: link.value) }
            } else {
                let transport = RemoteTransport(link: self, channel: context.channel)
                connection.onLoop { $0.upgrade(to: transport) }
            }
        default:
            end(.parseError, code: CloseReason.parseError.code)
        }
    }

    private func stopProbing() {
        guard case .probing(let deadline) = stage else { return }
        deadline.cancel()
        connection.onLoop { $0.upgradeFailed() }
    }

    // MARK: Transport

    var name: TransportName { .webSocket }

    func write(_ cycle: FlushCycle, upTo tail: Int) {
        cycle.forEachPiece(upTo: tail) { write($0) }
    }

    func write(_ frames: [Frame]) {
        var piece: [UInt8] = []
        for frame in frames {
            piece += frame.bytes
            guard piece.count >= FlushCycle.joinByteLimit else { continue }
            write(piece[...])
            piece.removeAll(keepingCapacity: true)
        }
        if !piece.isEmpty { write(piece[...]) }
    }

    func goodbye(_ reason: CloseReason) -> Frame? { nil }

    func close(_ reason: CloseReason) {
        close(code: reason.code, reason: reason.rawValue)
    }

    /// Writes finished frames.
    private func write(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        if !answer.isEmpty {
            rest = (answer + bytes)[...]
            answer = []
        }
        if channelWriteCount == 0, let writer { rest = rest.dropFirst(writer.write(rest)) }
        guard !rest.isEmpty, let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        follow(written.futureResult)
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: rest)), promise: written)
    }

    private func channelWriteEnded() {
        channelWriteCount -= 1
        if isClosing, channelWriteCount == 0 { context?.close(promise: nil) }
    }

    /// Lets the channel finish a write of its own before anything goes past it.
    private func follow(_ written: EventLoopFuture<Void>) {
        channelWriteCount += 1
        let link = NIOLoopBound(self, eventLoop: written.eventLoop)
        written.whenComplete { _ in link.value.channelWriteEnded() }
    }

    /// Says goodbye with `code`, and closes the socket.
    func close(code: UInt16, reason: String) {
        guard let context else { return }
        stopProbing()
        stage = .over
        // Nothing more is read, so that nothing more is held for it.
        parser = WebSocketParser(byteLimit: 0)
        _ = holding.hold(0)
        var payload = ByteBuffer(integer: code)
        payload.writeString(reason)
        write(Frame(.close, payload).bytes)
        guard channelWriteCount > 0 else { return context.close(promise: nil) }
        // What the client has not read yet goes first, for a while.
        isClosing = true
        let link = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.closeTimeout) { link.value.context?.close(promise: nil) }
    }

    /// Ends the socket and, where it carries one, the connection.
    private func end(_ reason: CloseReason, code: UInt16) {
        let wasCarrying = if case .carrying = stage { true } else { false }
        close(code: code, reason: reason == .transportClose ? "" : reason.rawValue)
        if wasCarrying { connection.onLoop { $0.ended(reason) } }
    }

    private func pong(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        // A client that pings without reading gets no more answers than its socket takes.
        guard context.channel.isWritable else { return }
        write(Frame(.pong, payload).bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A handler behind this one may hold back the reads that the channel would issue by itself.
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable, case .carrying = stage { connection.onLoop { $0.becameWritable() } }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            // A client that is gone in one direction is gone: RFC 6455 knows no half-open connection.
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopProbing()
        if case .carrying = stage { connection.onLoop { $0.ended(.transportClose) } }
        stage = .over
        self.context = nil
        context.fireChannelInactive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.outputClosed)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        promise?.succeed()
    }
}
