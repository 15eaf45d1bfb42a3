import NIOCore

/// The way out to one client: what is sent in one tick of the event loop leaves in one write.
///
/// Bounded: a client that reads more slowly than it is written to loses volatile frames first, then the connection.
package final class Outlet {
    /// What a frame that waits costs beside its bytes: many small ones must not be free.
    private static let frameCost = 128

    private let cycle: FlushCycle
    private let byteLimit: Int
    private(set) var transport: (any Transport)?
    private var tail = FlushCycle.none
    /// Frames that cannot leave at the moment, and their bytes.
    private var backlog: [Frame] = []
    private var backlogByteCount = 0 {
        didSet { isOverBudget = !holding.hold(backlogByteCount) }
    }
    private var holding: Holding
    private var isOverBudget = false

    /// An outlet that `cycle` flushes, with at most `byteLimit` bytes waiting, which count in `budget`.
    init(cycle: FlushCycle, byteLimit: Int, budget: AddressBudget?) {
        self.cycle = cycle
        self.byteLimit = byteLimit
        holding = Holding(budget)
    }

    /// From here on frames leave by `transport`, those that wait first.
    func use(_ transport: any Transport) {
        self.transport = transport
        becameWritable()
    }

    /// Sends `frame` at the end of the tick; a volatile one only where nothing waits already.
    /// - Returns: Whether it was taken; a connection that refuses what is not volatile is past its limit.
    package func send(_ frame: Frame, isVolatile: Bool = false) -> Bool {
        guard let transport else { return true }
        if isVolatile, !backlog.isEmpty || !transport.isWritable { return true }
        let wasIdle = tail == FlushCycle.none
        let place = cycle.append(frame, after: tail)
        guard backlogByteCount == 0 || backlogByteCount + place.byteCount <= byteLimit && !isOverBudget
        else { return false }
        tail = place.tail
        if wasIdle { cycle.schedule(self) }
        return true
    }

    /// Writes what this tick gathered.
    func flush() {
        guard tail != FlushCycle.none else { return }
        let tail = tail
        // Before the write, in which the client's next request may be handled.
        self.tail = FlushCycle.none
        guard let transport else { return }
        if backlog.isEmpty, transport.isWritable {
            transport.write(cycle, upTo: tail)
        } else {
            let frames = cycle.frames(upTo: tail)
            backlog += frames
            backlogByteCount += frames.reduce(0) { $0 + $1.byteCount + Self.frameCost }
        }
    }

    /// The transport takes frames again.
    func becameWritable() {
        guard let transport, transport.isWritable, !backlog.isEmpty else { return }
        let frames = backlog
        backlog = []
        backlogByteCount = 0
        transport.write(frames)
    }

    /// Writes what waits where it can leave, and closes the transport.
    func close(_ reason: CloseReason) {
        sayGoodbye(reason)
        flush()
        becameWritable()
        transport?.close(reason)
        detach()
    }

    /// Sends the packet with which the transport ends, where it has one.
    func sayGoodbye(_ reason: CloseReason) {
        // A full queue ends without it.
        if let frame = transport?.goodbye(reason) { _ = send(frame) }
    }

    /// Forgets the transport, which is over.
    func detach() {
        transport = nil
        backlog = []
        backlogByteCount = 0
    }
}
