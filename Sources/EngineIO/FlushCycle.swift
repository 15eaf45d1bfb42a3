import NIOCore

/// What the connections of one event loop have to write when the current tick's work is done.
///
/// Receivers of the same frames share one chain of nodes, so that their frames are joined once, not once per receiver.
final class FlushCycle {
    /// One frame after those of `previous`; the chain from a root is what a connection writes this tick.
    private struct Node {
        let frame: Frame
        let previous: Int
        let byteCount: Int
        var next = FlushCycle.none
        var joined: ByteBuffer?
    }

    /// No node: the place in the chain of a connection with nothing to write.
    static let none = -1

    /// Chains longer than this are written frame by frame: copying more costs more than a longer `writev`.
    private static let joinByteLimit = 64 * 1024

    private let eventLoop: any EventLoop
    private var nodes: [Node] = []
    private var root = FlushCycle.none
    private var dirty: [Outlet] = []

    /// A cycle for the connections of `eventLoop`.
    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// The place after `tail` with `frame` appended, and the bytes that wait there.
    func append(_ frame: Frame, after tail: Int) -> (tail: Int, byteCount: Int) {
        let next = tail == Self.none ? root : nodes[tail].next
        if next != Self.none, nodes[next].frame === frame { return (next, nodes[next].byteCount) }
        let before = tail == Self.none ? 0 : nodes[tail].byteCount
        let byteCount = before + frame.webSocket.readableBytes
        nodes.append(Node(frame: frame, previous: tail, byteCount: byteCount))
        if tail == Self.none { root = nodes.count - 1 } else { nodes[tail].next = nodes.count - 1 }
        return (nodes.count - 1, byteCount)
    }

    /// Writes for `outlet` at the end of this tick.
    func schedule(_ outlet: Outlet) {
        if dirty.isEmpty {
            let bound = NIOLoopBound(self, eventLoop: eventLoop)
            eventLoop.execute { bound.value.flush() }
        }
        dirty.append(outlet)
    }

    /// The frames of the chain that ends at `tail`.
    func frames(upTo tail: Int) -> [Frame] {
        var chain: [Frame] = []
        var index = tail
        while index != Self.none {
            chain.append(nodes[index].frame)
            index = nodes[index].previous
        }
        return chain.reversed()
    }

    /// The bytes of the chain that ends at `tail`, as few buffers as is cheap.
    func bytes(upTo tail: Int) -> [ByteBuffer] {
        joined(upTo: tail).map { [$0] } ?? frames(upTo: tail).map(\.webSocket)
    }

    /// The bytes of the chain that ends at `tail` in one buffer; nothing where they are too many to copy.
    func joined(upTo tail: Int) -> ByteBuffer? {
        if let joined = nodes[tail].joined { return joined }
        if nodes[tail].previous == Self.none { return nodes[tail].frame.webSocket }
        guard nodes[tail].byteCount <= Self.joinByteLimit else { return nil }
        var joined = ByteBufferAllocator().buffer(capacity: nodes[tail].byteCount)
        for frame in frames(upTo: tail) { joined.writeImmutableBuffer(frame.webSocket) }
        nodes[tail].joined = joined
        return joined
    }

    private func flush() {
        // A write may bring the next request of its socket, or its end, and with that more to write.
        while !dirty.isEmpty {
            let outlets = dirty
            dirty.removeAll(keepingCapacity: true)
            for outlet in outlets { outlet.flush() }
        }
        nodes.removeAll(keepingCapacity: nodes.count <= 1024)
        root = Self.none
    }
}
