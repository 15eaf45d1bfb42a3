import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import ServiceLifecycle

/// Serves plain HTTP requests on the sockets that are handed to it.
struct HTTPService<Responder: HTTPResponder>: Service, CustomStringConvertible
where Responder.Context == RoostRequestContext {
    /// The lifecycle's log has this, and nothing of what is inside.
    let description = "HTTPService"

    private typealias HTTPChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let http: HTTP1Channel
    private let logger: Logger
    private let channels: AsyncStream<HTTPChannel>
    private let entrance: AsyncStream<HTTPChannel>.Continuation

    init(responder: Responder, logger: Logger) {
        self.logger = logger
        (channels, entrance) = AsyncStream.makeStream()
        http = HTTP1Channel { request, writer, channel in
            let context = RoostRequestContext(source: .init(channel: channel, logger: logger))
            var response: Response
            do {
                response = try await responder.respond(to: request, context: context)
            } catch {
                logger.error("request failed", metadata: ["error": "\(error)"])
                response = Response(status: .internalServerError)
            }
            try await writer.write(response: response.head, body: response.body)
        }
    }

    /// Adds the HTTP handlers to `channel`, on its event loop.
    func attach(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: .seconds(60), logger: logger))
        let configuration = HTTPChannel.Configuration(isOutboundHalfClosureEnabled: true)
        let link = try HTTPChannel(wrappingChannelSynchronously: channel, configuration: configuration)
        if case .terminated = entrance.yield(link) { link.abandon() }
    }

    /// Serves until shutdown is asked for.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await channel in channels {
                    group.addTask { await http.handle(value: channel, logger: logger) }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            entrance.finish()
        }
    }
}
