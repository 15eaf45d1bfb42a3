import NIOCore

/// The way out to one client: what is sent in one tick of the event loop leaves in one write.
///
/// Bounded: a client that reads more slowly than it is written to loses volatile frames first, then the connection.
final class Outlet {
    private let cycle: FlushCycle
    private let byteLimit: Int
    private var context: ChannelHandlerContext?
    private var tail = FlushCycle.none
    private var isClosing = false
    /// Frames that the socket does not take at the moment, and their bytes.
    private var backlog: [ByteBuffer] = []
    private var backlogByteCount = 0

    /// An outlet that `cycle` flushes, with at most `byteLimit` bytes waiting.
    init(cycle: FlushCycle, byteLimit: Int) {
        self.cycle = cycle
        self.byteLimit = byteLimit
    }

    /// From here on frames go out through `context`.
    func open(_ context: ChannelHandlerContext) {
        self.context = context
    }

    /// Sends `frame` at the end of the tick; a volatile one only where nothing waits already.
    /// - Returns: Whether it was taken; a connection that refuses what is not volatile is past its limit.
    func send(_ frame: Frame, isVolatile: Bool = false) -> Bool {
        guard let context, !isClosing else { return true }
        if isVolatile, !backlog.isEmpty || !context.channel.isWritable { return true }
        let wasIdle = tail == FlushCycle.none
        let place = cycle.append(frame, after: tail)
        guard backlogByteCount + place.byteCount <= byteLimit || backlogByteCount == 0 else { return false }
        tail = place.tail
        if wasIdle { cycle.schedule(self) }
        return true
    }

    /// Writes what this tick gathered.
    func flush() {
        guard tail != FlushCycle.none else { return }
        let buffers = cycle.bytes(upTo: tail)
        tail = FlushCycle.none
        guard let context else { return }
        guard backlog.isEmpty, context.channel.isWritable else {
            backlog += buffers
            backlogByteCount += buffers.reduce(0) { $0 + $1.readableBytes }
            return
        }
        for buffer in buffers { context.write(NIOAny(buffer), promise: nil) }
        context.flush()
    }

    /// The socket takes bytes again.
    func becameWritable() {
        guard let context, !backlog.isEmpty else { return }
        for buffer in backlog { context.write(NIOAny(buffer), promise: nil) }
        backlog = []
        backlogByteCount = 0
        context.flush()
    }

    /// Writes what waits and a close frame with `code`, then closes the socket.
    func close(code: UInt16, reason: String) {
        flush()
        guard let context, !isClosing else { return }
        isClosing = true
        var bytes = ByteBufferAllocator().buffer(capacity: 64)
        let text = ByteBuffer(string: String(reason.prefix(40)))
        bytes.writeFrameHead(.close, length: text.readableBytes + 2)
        bytes.writeInteger(code)
        bytes.writeImmutableBuffer(text)
        backlog = []
        context.writeAndFlush(NIOAny(bytes), promise: nil)
        context.close(promise: nil)
    }

    /// Answers a WebSocket ping.
    func pong(_ payload: ByteBuffer) {
        guard let context, context.channel.isWritable else { return }
        flush()
        var bytes = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 2)
        bytes.writeFrameHead(.pong, length: payload.readableBytes)
        bytes.writeImmutableBuffer(payload)
        context.writeAndFlush(NIOAny(bytes), promise: nil)
    }

    /// Forgets the socket, which is gone.
    func detach() {
        context = nil
        backlog = []
    }
}
