import NIOCore
import NIOPosix
import SocketIOClient

/// A client that joins the namespace and reads nothing after that.
struct SlowReader {
    /// The request for a WebSocket.
    static let upgrade =
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"

    private let channel: any Channel

    static func join(_ address: String) async throws -> SlowReader {
        let port = Int(address.split(separator: ":").last ?? "") ?? 0
        let heard = Mailbox<String>()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(ChannelOptions.socketOption(.so_rcvbuf), value: 4096)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listener(heard))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: upgrade))
        // "40" in a frame with a mask of zeros.
        try await channel.writeAndFlush(ByteBuffer(bytes: [0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]))
        _ = await heard.text(until: "40{\"sid\"")
        try await channel.setOption(ChannelOptions.autoRead, value: false).get()
        return SlowReader(channel: channel)
    }

    func close() async throws {
        try await channel.close()
    }
}

/// Puts what comes in into a mailbox, as it comes.
final class Listener: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let heard: Mailbox<String>

    init(_ heard: Mailbox<String>) {
        self.heard = heard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard.put(String(buffer: unwrapInboundIn(data)))
    }
}
