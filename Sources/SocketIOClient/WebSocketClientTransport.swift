import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A WebSocket to the server.
final class WebSocketClientTransport: ClientTransport {
    let messages: AsyncStream<EngineMessage>
    private let channel: any Channel

    private init(channel: any Channel, messages: AsyncStream<EngineMessage>) {
        self.channel = channel
        self.messages = messages
    }

    /// Opens a WebSocket at `uri`.
    /// - Throws: `ClientError.refused` where the server answers with something else.
    @concurrent
    static func open(_ uri: String, at address: (host: String, port: Int)) async throws
        -> WebSocketClientTransport
    {
        let (messages, continuation) = AsyncStream.makeStream(of: EngineMessage.self)
        let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<(any Channel)?>(maxFrameSize: 1 << 26) {
                        channel,
                        _ in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(Reader(continuation))
                            return channel
                        }
                    }
                    let headers: HTTPHeaders = ["host": "\(address.host):\(address.port)"]
                    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: uri, headers: headers)
                    let configuration = NIOTypedHTTPClientUpgradeConfiguration<(any Channel)?>(
                        upgradeRequestHead: head,
                        upgraders: [upgrader]
                    ) { channel in
                        channel.close(promise: nil)
                        return channel.eventLoop.makeSucceededFuture(nil)
                    }
                    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(
                        upgradeConfiguration: configuration
                    )
                    // The server's greeting may come with its answer.
                    pipeline.leftOverBytesStrategy = .forwardBytes
                    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
                        configuration: pipeline
                    )
                }
            }
        guard let channel = try await upgrade.get() else { throw ClientError.refused("no WebSocket") }
        // Not in the reader: a server that closes at once may be gone before the reader is there.
        channel.closeFuture.whenComplete { _ in continuation.finish() }
        return WebSocketClientTransport(channel: channel, messages: messages)
    }

    func send(_ messages: [EngineMessage]) async throws {
        for message in messages {
            let (opcode, data): (WebSocketOpcode, ByteBuffer) =
                switch message {
                case .text(let text): (.text, ByteBuffer(string: text))
                case .binary(let bytes): (.binary, bytes)
                }
            channel.write(
                WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data),
                promise: nil
            )
        }
        channel.flush()
    }

    @concurrent
    func close() async {
        let code = ByteBuffer(bytes: [0x03, 0xE8])
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: .random(), data: code)
        channel.writeAndFlush(frame, promise: nil)
        // A socket that is closed already is what is wanted.
        try? await channel.close()
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = WebSocketFrame
        typealias OutboundOut = WebSocketFrame

        private let messages: AsyncStream<EngineMessage>.Continuation

        init(_ messages: AsyncStream<EngineMessage>.Continuation) {
            self.messages = messages
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let frame = unwrapInboundIn(data)
            switch frame.opcode {
            case .text: messages.yield(.text(String(buffer: frame.data)))
            case .binary: messages.yield(.binary(frame.data))
            case .ping:
                let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.data)
                context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
            case .connectionClose: context.close(promise: nil)
            default: break
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
