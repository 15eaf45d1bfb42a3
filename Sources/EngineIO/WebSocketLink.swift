import NIOCore

/// The channel handler of a WebSocket: bytes in, messages to the connection.
///
/// It owns the socket from the upgrade on. Handlers behind it (an HTTP server that served earlier requests of the same
/// socket) see that their input ended, and can neither write nor close.
final class WebSocketLink: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = NIOAny

    private let connection: EngineConnection
    private let outlet: Outlet
    private let makeHandler: () -> any EngineHandler
    private var parser: WebSocketParser

    init(
        connection: EngineConnection,
        outlet: Outlet,
        byteLimit: Int,
        makeHandler: @escaping () -> any EngineHandler
    ) {
        self.connection = connection
        self.outlet = outlet
        self.makeHandler = makeHandler
        parser = WebSocketParser(byteLimit: byteLimit)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        outlet.open(context)
        let handler = NIOLoopBound(makeHandler(), eventLoop: context.eventLoop)
        connection.assumeIsolated { $0.open(handler.value) }
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data))
        do {
            while let message = try parser.next() { handle(message) }
        } catch {
            // The close code says what was wrong; the reason is the official server's word for it.
            outlet.close(code: error.rawValue, reason: CloseReason.parseError.rawValue)
            connection.assumeIsolated { $0.ended(.parseError) }
        }
    }

    private func handle(_ message: WebSocketParser.Message) {
        switch message {
        case .text(let payload): connection.assumeIsolated { $0.receive(text: payload) }
        case .binary(let payload): connection.assumeIsolated { $0.receive(binary: payload) }
        case .ping(let payload): outlet.pong(payload)
        case .pong: break
        case .close(let code):
            outlet.close(code: code ?? 1000, reason: "")
            connection.assumeIsolated { $0.ended(.transportClose) }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // A handler behind this one may hold back the reads that the channel would issue by itself.
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { outlet.becameWritable() }
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
        outlet.detach()
        connection.assumeIsolated { $0.ended(.transportClose) }
        context.fireChannelInactive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.outputClosed)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        promise?.succeed()
    }
}
