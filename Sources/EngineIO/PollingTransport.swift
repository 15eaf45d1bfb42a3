import NIOCore

/// Frames leave as the answer to the client's next request for them.
final class PollingTransport: Transport {
    private var waiting: Exchange?
    /// Whether a WebSocket was probed: requests are answered at once, so that the client can move on.
    private var isPaused = false

    var name: TransportName { .polling }
    var isWritable: Bool { waiting != nil }

    /// Takes a request that waits for frames.
    /// - Returns: Whether it may wait: one at a time may.
    func poll(_ exchange: Exchange) -> Bool {
        guard waiting == nil else { return false }
        waiting = exchange
        return true
    }

    /// Answers requests without frames from here on, because the client is about to go on by WebSocket.
    func pause() {
        isPaused = true
        releaseIfPaused()
    }

    /// Lets requests wait again: the client stays.
    func resume() {
        isPaused = false
    }

    /// Answers the waiting request where `pause` asks for it and nothing else did.
    func releaseIfPaused() {
        if isPaused { answer([Self.noop]) }
    }

    func write(_ cycle: FlushCycle, upTo tail: Int) {
        write(cycle.frames(upTo: tail))
    }

    func write(_ frames: [Frame]) {
        answer(frames)
    }

    func goodbye(_ reason: CloseReason) -> Frame? {
        // A client that closed by itself only wants its request back.
        reason == .transportClose ? Self.noop : Self.goodbye
    }

    func close(_ reason: CloseReason) {}

    private static let noop = Frame(packet: .noop)
    private static let goodbye = Frame(packet: .close)

    private func answer(_ frames: [Frame]) {
        let exchange = waiting
        // Before the answer, after which the client's next request may be there at once.
        waiting = nil
        exchange?.reply(.payload(PollingPayload.body(of: frames)))
    }
}
