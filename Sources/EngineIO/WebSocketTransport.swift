import NIOCore

/// Frames leave on a WebSocket, whose socket may live on another event loop: an upgrade comes on a socket of its own.
final class WebSocketTransport: Transport, Sendable {
    private let link: NIOLoopBound<WebSocketLink>
    private let channel: any Channel
    private let isHome: Bool

    /// The transport over `link` for a connection on `home`; made on the event loop of `channel`, which is the link's.
    init(link: WebSocketLink, channel: any Channel, home: any EventLoop) {
        self.link = NIOLoopBound(link, eventLoop: channel.eventLoop)
        self.channel = channel
        isHome = channel.eventLoop === home
    }

    var name: TransportName { .webSocket }
    var isWritable: Bool { channel.isWritable }

    func write(_ cycle: FlushCycle, upTo tail: Int) {
        write(cycle.bytes(upTo: tail))
    }

    func write(_ frames: [Frame]) {
        write(frames.map(\.webSocket))
    }

    func goodbye(_ reason: CloseReason) -> Frame? { nil }

    func close(_ reason: CloseReason) {
        if isHome {
            link.value.close(code: reason.code, reason: reason.rawValue)
        } else {
            channel.eventLoop.execute { [link] in link.value.close(code: reason.code, reason: reason.rawValue)
            }
        }
    }

    private func write(_ buffers: [ByteBuffer]) {
        if isHome {
            link.value.write(buffers)
        } else {
            channel.eventLoop.execute { [link] in link.value.write(buffers) }
        }
    }
}
