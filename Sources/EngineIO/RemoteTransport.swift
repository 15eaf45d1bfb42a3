import NIOCore

/// Frames leave on a WebSocket whose socket lives on another event loop: an upgrade comes on a socket of its own.
final class RemoteTransport: Transport, Sendable {
    private let link: NIOLoopBound<WebSocketLink>
    private let channel: any Channel

    /// The transport over `link`, made on the event loop of `channel`, which is the link's.
    init(link: WebSocketLink, channel: any Channel) {
        self.link = NIOLoopBound(link, eventLoop: channel.eventLoop)
        self.channel = channel
    }

    var name: TransportName { .webSocket }
    var isWritable: Bool { channel.isWritable }

    func write(_ cycle: FlushCycle, upTo tail: Int) {
        write(cycle.frames(upTo: tail))
    }

    func write(_ frames: [Frame]) {
        channel.eventLoop.execute { [link] in link.value.write(frames) }
    }

    func goodbye(_ reason: CloseReason) -> Frame? { nil }

    func close(_ reason: CloseReason) {
        channel.eventLoop.execute { [link] in link.value.close(reason) }
    }
}
