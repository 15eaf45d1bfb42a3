import NIOCore
package import NIOHTTP1
import NIOPosix

/// One HTTP request on a connection of its own.
package enum HTTPExchange {
    /// The answer's status and body.
    package typealias Answer = (status: HTTPResponseStatus, body: String)

    /// Sends a request and awaits its answer.
    /// - Throws: What the network says; cancelling the task closes the connection.
    @concurrent
    package static func send(
        _ method: HTTPMethod,
        _ uri: String,
        to address: (host: String, port: Int),
        body: String? = nil,
        headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let answer = group.next().makePromise(of: Answer.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: group).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(Collector(answer: answer))
                }
            }.connect(host: address.host, port: address.port).get()
        } catch {
            answer.fail(error)
            throw error
        }
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
        head.headers.add(name: "host", value: "\(address.host):\(address.port)")
        head.headers.add(name: "connection", value: "close")
        if let body { head.headers.add(name: "content-length", value: "\(body.utf8.count)") }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(string: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        return try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart

        private let answer: EventLoopPromise<Answer>
        private var status = HTTPResponseStatus.ok
        private var body = ByteBuffer()

        init(answer: EventLoopPromise<Answer>) {
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): status = head.status
            case .body(let part): body.writeImmutableBuffer(part)
            case .end:
                answer.succeed((status, String(buffer: body)))
                context.close(promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            answer.fail(ChannelError.eof)
        }
    }
}
