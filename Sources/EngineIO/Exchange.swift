import NIOCore
import NIOHTTP1

/// A request that waits for its answer, which may come from any event loop.
struct Exchange: Sendable {
    private let door: NIOLoopBound<FrontDoor>
    private let eventLoop: any EventLoop

    /// The exchange that `door` is in.
    init(door: FrontDoor, eventLoop: any EventLoop) {
        self.door = NIOLoopBound(door, eventLoop: eventLoop)
        self.eventLoop = eventLoop
    }

    /// Answers; without effect where the client is gone.
    func reply(_ reply: Reply) {
        if eventLoop.inEventLoop {
            door.value.reply(reply)
        } else {
            eventLoop.execute { [door] in door.value.reply(reply) }
        }
    }
}

/// The answer to a request on the Engine.IO path.
struct Reply: Sendable {
    let status: HTTPResponseStatus
    let contentType: String
    let body: ByteBuffer

    /// Packets for a client.
    static func payload(_ body: ByteBuffer) -> Reply {
        Reply(status: .ok, contentType: "text/plain; charset=UTF-8", body: body)
    }

    /// The client's packets were taken.
    static let accepted = Reply(status: .ok, contentType: "text/html", body: ByteBuffer(string: "ok"))

    /// A page of another origin may go on.
    static let preflight = Reply(status: .noContent, contentType: "text/plain", body: ByteBuffer())

    /// The body is larger than `maxPayload`.
    static let tooLarge = Reply(status: .payloadTooLarge, contentType: "text/plain", body: ByteBuffer())

    /// The clients of this address hold too much already.
    static let overBudget = Reply(status: .serviceUnavailable, contentType: "text/plain", body: ByteBuffer())

    /// The request makes no sense, in the official server's words.
    static func refusal(_ refusal: EngineRequest.Refusal) -> Reply {
        Reply(
            status: refusal == .forbidden ? .forbidden : .badRequest,
            contentType: "application/json",
            body: ByteBuffer(string: #"{"code":\#(refusal.rawValue),"message":"\#(refusal.message)"}"#)
        )
    }
}
