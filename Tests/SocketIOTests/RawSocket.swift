import NIOCore
import NIOPosix

/// A bare socket to a server, for what no client's library sends.
struct RawSocket: Sendable {
    private let channel: any Channel
    private let pieces: Mailbox<ByteBuffer?>

    static func open(_ address: String) async throws -> RawSocket {
        let port = Int(address.split(separator: ":").last ?? "") ?? 0
        let pieces = Mailbox<ByteBuffer?>()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { $0.pipeline.addHandler(Reader(pieces)) }
            .connect(host: "127.0.0.1", port: port).get()
        return RawSocket(channel: channel, pieces: pieces)
    }

    /// Opens a WebSocket, with further fields of its request.
    static func upgraded(_ address: String, fields: String = "") async throws -> RawSocket {
        let socket = try await open(address)
        // A line's end is one character.
        socket.send(SlowReader.upgrade.dropLast() + fields + "\r\n")
        return socket
    }

    /// Sends `text`; a server that is gone already does not matter.
    func send(_ text: some StringProtocol) {
        channel.writeAndFlush(ByteBuffer(string: String(text)), promise: nil)
    }

    func send(bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Sends a masked WebSocket frame that begins with `head`.
    func send(frame head: UInt8, _ text: String) {
        send(bytes: [head, UInt8(text.utf8.count) | 0x80, 0, 0, 0, 0] + Array(text.utf8))
    }

    /// What the server says up to `end`, or until it closes the socket.
    func heard(until end: String) async -> String {
        var all = ByteBuffer()
        while !String(buffer: all).contains(end), let piece = await pieces.next() ?? nil {
            all.writeImmutableBuffer(piece)
        }
        return String(buffer: all)
    }

    /// All that the server says until it closes the socket.
    func remainder() async -> ByteBuffer {
        var all = ByteBuffer()
        while let piece = await pieces.next() ?? nil { all.writeImmutableBuffer(piece) }
        return all
    }

    func close() async throws {
        try await channel.close()
    }

    /// Sends nothing more, and goes on listening.
    func finish() async throws {
        try await channel.close(mode: .output)
    }

    private final class Reader: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let pieces: Mailbox<ByteBuffer?>

        init(_ pieces: Mailbox<ByteBuffer?>) {
            self.pieces = pieces
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            pieces.put(unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) {
            pieces.put(nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
