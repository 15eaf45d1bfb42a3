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
    }

    /// No node: the place in the chain of a connection with nothing to write.
    static let none = -1

    /// Chains longer than this are written frame by frame: copying them costs more than several writes.
    static let joinByteLimit = 64 * 1024

    private let eventLoop: any EventLoop
    private var nodes: [Node] = []
    private var root = FlushCycle.none
    private var dirty: [Outlet] = []
    /// Those that are written for at the moment.
    private var flushing: [Outlet] = []
    /// Begins with the bytes of the chain that ends at `joinedTail`, which the next receiver is likely to need too.
    private var joined: [UInt8] = []
    private var joinedTail = FlushCycle.none

    /// A cycle for the connections of `eventLoop`.
    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// The place after `tail` with `frame` appended, and the bytes that wait there.
    func append(_ frame: Frame, after tail: Int) -> (tail: Int, byteCount: Int) {
        let next = tail == Self.none ? root : nodes[tail].next
        if next != Self.none, nodes[next].frame === frame { return (next, nodes[next].byteCount) }
        let before = tail == Self.none ? 0 : nodes[tail].byteCount
        let byteCount = before + frame.byteCount
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

    /// Hands the bytes of the chain that ends at `tail` to `write`, in as few pieces as is cheap.
    func forEachPiece(upTo tail: Int, _ write: (ArraySlice<UInt8>) -> Void) {
        if nodes[tail].previous == Self.none { return write(nodes[tail].frame.bytes) }
        guard nodes[tail].byteCount <= Self.joinByteLimit else {
            return frames(upTo: tail).forEach { write($0.bytes) }
        }
        if joinedTail != tail { join(upTo: tail) }
        write(joined[..<nodes[tail].byteCount])
    }

    private func join(upTo tail: Int) {
        let count = nodes[tail].byteCount
        if joined.count < count { joined += repeatElement(0, count: count - joined.count) }
        joined.withUnsafeMutableBytes { joined in
            // A chain is linked from its end.
            var (index, end) = (tail, count)
            while index != Self.none {
                let frame = nodes[index].frame
                let place = joined[end - frame.byteCount..<end]
                frame.bytes.withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(rebasing: place).copyMemory(from: $0)
                }
                end = place.startIndex
                index = nodes[index].previous
            }
        }
        joinedTail = tail
    }

    private func flush() {
        // A write may bring the next request of its socket, or its end, and with that more to write.
        while !dirty.isEmpty {
            swap(&dirty, &flushing)
            for outlet in flushing { outlet.flush() }
            flushing.removeAll(keepingCapacity: true)
        }
        nodes.removeAll(keepingCapacity: nodes.count <= 1024)
        root = Self.none
        joinedTail = Self.none
    }
}
