import NIOCore
import NIOHTTP1

/// The first handler behind the HTTP decoder: it serves the Engine.IO path, lets WebSockets take the socket over, and leaves
/// everything else to the fallback, which it attaches with the first such request.
final class FrontDoor: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// The socket's first request is awaited, with nothing but the decoder before this handler.
        case fresh
        /// Between requests, or in one that the fallback serves.
        case forwarding
        /// The end of a request is awaited.
        case reading(EngineRequest, HTTPRequestHead, body: ByteBuffer)
        /// A request is being answered; the connection is the one whose frames it waits for.
        case answering(HTTPRequestHead, poll: EngineConnection?)
        /// A request was refused before its end: what follows is not read.
        case refused
        /// The socket is a WebSocket's; bytes that the HTTP decoder still held pass through.
        case takenOver
    }

    /// What a long-polling session takes beside its request's header, roughly.
    private static let sessionByteCount = 8 * 1024

    private let server: EngineServer
    /// The HTTP handlers before this one, decoder last, which a WebSocket removes.
    private var codec: [any RemovableChannelHandler]
    private var context: ChannelHandlerContext?
    private var state: State
    private var hasFallback = false
    private var isClosing = false
    private var deadline: NIOScheduledCallback?
    private let budget: AddressBudget?
    private var holding: Holding

    /// The door of `server` behind the HTTP handlers `codec`, decoder last.
    init(server: EngineServer, codec: [any RemovableChannelHandler], budget: AddressBudget?) {
        self.server = server
        self.codec = codec
        self.budget = budget
        state = .forwarding
        holding = Holding(budget)
    }

    /// The door of `server` behind `decoder` alone: what else HTTP needs comes with the first request that is not a
    /// WebSocket's.
    convenience init(server: EngineServer, decoder: any RemovableChannelHandler, budget: AddressBudget?) {
        self.init(server: server, codec: [decoder], budget: budget)
        state = .fresh
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if holding.hold(WebSocketLink.socketByteCount) {
            expectRequest(context)
        } else {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        abandon()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            abandon()
            if !hasFallback { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if hasFallback { context.fireErrorCaught(error) } else { context.close(promise: nil) }
    }

    /// The client will not read its answer.
    private func abandon() {
        if case .answering(_, let connection?) = state { connection.onLoop { $0.close(.transportClose) } }
        state = .refused
    }

    /// Closes the socket where the next request does not come, whole, in time.
    private func expectRequest(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        let expiry = Expiry(door: NIOLoopBound(self, eventLoop: context.eventLoop))
        // It fails where the event loop ends, and the socket with it.
        deadline = try? context.eventLoop.scheduleCallback(
            in: server.configuration.requestTimeout,
            handler: expiry
        )
    }

    private struct Expiry: NIOScheduledCallbackHandler, Sendable {
        let door: NIOLoopBound<FrontDoor>

        func handleScheduledCallback(eventLoop: some EventLoop) {
            door.value.context?.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .takenOver = state { return context.fireChannelRead(data) }
        switch (state, unwrapInboundIn(data)) {
        case (.fresh, .head(let head)):
            beginFirst(head, data, context)
        case (.forwarding, .head(let head)) where head.asks(for: server.configuration.path):
            begin(head, context)
        case (.forwarding, _):
            forward(data, context)
        case (.reading(let request, let head, var body), .body(let part)):
            state = .refused
            guard case .post = request,
                body.readableBytes + part.readableBytes <= server.configuration.maxPayload
            else { return refuse(.tooLarge, head) }
            body.writeImmutableBuffer(part)
            guard holding.hold(WebSocketLink.socketByteCount + body.readableBytes)
            else { return refuse(.overBudget, head) }
            state = .reading(request, head, body: body)
        case (.reading(let request, let head, let body), .end):
            deadline?.cancel()
            handle(request, head, body, context)
        default:
            break
        }
    }

    /// Takes the first request of the socket: a new WebSocket has it to itself, others need more handlers.
    private func beginFirst(_ head: HTTPRequestHead, _ data: NIOAny, _ context: ChannelHandlerContext) {
        if head.asks(for: server.configuration.path),
            // What is refused, too, is answered by the other way.
            let request = try? EngineRequest(head, server.configuration), case .webSocket(_, nil) = request
        {
            state = .reading(request, head, body: ByteBuffer())
            return
        }
        state = .forwarding
        let (encoder, turns) = (HTTPResponseEncoder(), HTTPServerPipelineHandler())
        codec = [encoder, turns] + codec
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(encoder, position: .first)
            try pipeline.addHandler(turns, position: .before(self))
            turns.channelRead(context: try pipeline.context(handler: turns), data: data)
        } catch {
            context.close(promise: nil)
        }
    }

    private func forward(_ data: NIOAny, _ context: ChannelHandlerContext) {
        if !hasFallback {
            hasFallback = true
            deadline?.cancel()
            do {
                try server.fallback(context.channel)
            } catch {
                context.close(promise: nil)
                return
            }
        }
        context.fireChannelRead(data)
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        do {
            let request = try EngineRequest(head, server.configuration)
            if case .post(let sid) = request, server.connection(sid) == nil {
                throw EngineRequest.Refusal.unknownSID
            }
            expectRequest(context)
            state = .reading(request, head, body: ByteBuffer())
        } catch {
            // The only error that is thrown above.
            refuse(.refusal(error as? EngineRequest.Refusal ?? .badRequest), head)
        }
    }

    /// Answers before the request's end, which is not waited for.
    private func refuse(_ reply: Reply, _ head: HTTPRequestHead) {
        isClosing = true
        state = .answering(head, poll: nil)
        self.reply(reply)
        state = .refused
    }

    private func handle(
        _ request: EngineRequest,
        _ head: HTTPRequestHead,
        _ body: ByteBuffer,
        _ context: ChannelHandlerContext
    ) {
        state = .answering(head, poll: nil)
        _ = holding.hold(WebSocketLink.socketByteCount)  // Less than before.
        let exchange = Exchange(door: self, eventLoop: context.eventLoop)
        switch request {
        case .preflight:
            reply(.preflight)
        case .open:
            // Nothing but the budget bounds how many sessions come over one socket.
            let byteCount = head.headers.reduce(Self.sessionByteCount) {
                $0 + $1.name.utf8.count + $1.value.utf8.count
            }
            guard let connection = makeConnection(head, context, holding: byteCount) else {
                return reply(.overBudget)
            }
            let handler = NIOLoopBound(server.makeHandler(), eventLoop: context.eventLoop)
            state = .answering(head, poll: connection)
            connection.assumeIsolated {
                $0.open(handler.value, by: PollingTransport())
                $0.poll(exchange)
            }
        case .poll(let sid):
            guard let connection = server.connection(sid) else { return reply(.refusal(.unknownSID)) }
            state = .answering(head, poll: connection)
            connection.onLoop { $0.poll(exchange) }
        case .post(let sid):
            guard let connection = server.connection(sid) else { return reply(.refusal(.unknownSID)) }
            connection.onLoop { $0.receive(body, exchange) }
        case .webSocket(let accept, nil):
            // Its socket is counted, by whoever has it, and has no other session.
            guard let connection = makeConnection(head, context, holding: 0) else {
                return reply(.overBudget)
            }
            takeOver(context, accept: accept, connection, .session(server.makeHandler()))
        case .webSocket(let accept, let sid?):
            upgrade(sid, accept, context)
        }
    }

    /// A connection of the client that asks by `head`, which holds `byteCount`; nothing where its budget has not so much.
    private func makeConnection(
        _ head: HTTPRequestHead,
        _ context: ChannelHandlerContext,
        holding byteCount: Int
    ) -> EngineConnection? {
        var holding = Holding(budget)
        guard holding.hold(byteCount) else { return nil }
        let request = OpeningRequest(
            uri: head.uri,
            headers: WebSocketHandshake.otherFields(of: head.headers),
            remoteAddress: context.channel.remoteAddress
        )
        return server.makeConnection(request, on: context.eventLoop, budget: budget, holding: holding)
    }

    /// Asks the session `sid`, which may live on another event loop, whether a WebSocket may take over.
    private func upgrade(_ sid: String, _ accept: String, _ context: ChannelHandlerContext) {
        guard let connection = server.connection(sid), server.configuration.allowUpgrades else {
            return reply(.refusal(.unknownSID))
        }
        let door = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        connection.onLoop { connection in
            let isFree = connection.reserveUpgrade()
            eventLoop.execute {
                guard let context = door.value.context, context.channel.isActive else {
                    if isFree { connection.onLoop { $0.upgradeFailed() } }
                    return
                }
                door.value.takeOver(context, accept: accept, connection, isFree ? .upgrade : .refusal)
            }
        }
    }

    /// Writes the answer to the request that is being answered.
    func reply(_ reply: Reply) {
        guard let context, case .answering(let head, _) = state else { return }
        // A WebSocket's request has no body: one that has gets no answer, which would need an encoder.
        guard codec.count > 1 else { return context.close(promise: nil) }
        let isLast = isClosing || !head.isKeepAlive
        state = .forwarding
        var headers: HTTPHeaders = [
            "content-type": reply.contentType, "content-length": "\(reply.body.readableBytes)",
            "cache-control": "no-store",
        ]
        headers.add(contentsOf: corsFields(head))
        if isLast { headers.add(name: "connection", value: "close") }
        let answer = HTTPResponseHead(version: head.version, status: reply.status, headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(reply.body))), promise: nil)
        if !isLast, !hasFallback { expectRequest(context) }
        guard isLast else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func corsFields(_ head: HTTPRequestHead) -> [(String, String)] {
        let origin = head.headers.first(name: "origin")
        let origins = server.configuration.origins
        guard origins.allows(origin: origin, host: head.headers.first(name: "host")) else { return [] }
        let fields = origins.fields(origin: origin)
        guard head.method == .OPTIONS, !fields.isEmpty else { return fields }
        return fields + [
            ("access-control-allow-methods", "GET, POST"),
            ("access-control-allow-headers", "content-type, authorization"),
            ("access-control-max-age", "600"),
        ]
    }

    private func takeOver(
        _ context: ChannelHandlerContext,
        accept: String,
        _ connection: EngineConnection,
        _ purpose: WebSocketLink.Purpose
    ) {
        state = .takenOver
        let pipeline = context.pipeline.syncOperations
        do {
            // The link writes past the channel: earlier answers must be out, as they are where the client read them.
            let options = context.channel.syncOptions
            guard try codec.count == 1 || options?.getOption(ChannelOptions.bufferedWritableBytes) == 0
            else { return context.close(promise: nil) }
            let link = WebSocketLink(
                connection: connection,
                purpose: purpose,
                answer: WebSocketHandshake.answer(accept: accept),
                byteLimit: server.configuration.maxPayload,
                budget: budget
            )
            try pipeline.addHandler(link, name: "WebSocketLink", position: .after(self))
            // The decoder, last, hands the bytes that it had read already to the new handler.
            for handler in codec { pipeline.removeHandler(handler, promise: nil) }
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    /// A handler behind this one that closes an idle socket must not take an answer away.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch state {
        case .reading, .answering:
            isClosing = true
            promise?.succeed()
        default:
            context.close(mode: mode, promise: promise)
        }
    }
}
