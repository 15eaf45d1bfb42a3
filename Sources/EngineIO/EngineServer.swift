public import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An Engine.IO server (protocol revision 4): it accepts sockets and makes connections of the requests on its path.
public final class EngineServer: Sendable {
    /// What all connections of one event loop share.
    private final class Shared {
        let executor: LoopExecutor
        let cycle: FlushCycle
        let heartbeat: Heartbeat

        init(eventLoop: any EventLoop, executor: LoopExecutor, configuration: EngineConfiguration) {
            self.executor = executor
            cycle = FlushCycle(eventLoop: eventLoop)
            heartbeat = Heartbeat(
                eventLoop: eventLoop,
                interval: configuration.pingInterval,
                timeout: configuration.pingTimeout
            )
        }
    }

    /// Each socket keeps one buffer to read into: small, and larger only for clients that send much.
    private static let readBuffers = AdaptiveRecvByteBufferAllocator(
        minimum: 256,
        initial: 512,
        maximum: 65_536
    )

    /// The settings.
    public let configuration: EngineConfiguration
    let fallback: @Sendable (any Channel) throws -> Void
    let makeHandler: @Sendable () -> any EngineHandler
    private let group: any EventLoopGroup
    private let shared: [ObjectIdentifier: NIOLoopBoundBox<Shared>]
    private let budgets: AddressBudgets
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let connections = Mutex<[String: EngineConnection]>([:])

    /// A server on the event loops of `group`.
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - group: Where the connections live.
    ///   - handler: Makes what stands on a new connection, on its event loop.
    ///   - fallback: Adds the handlers that serve requests on other paths, on the channel's event loop; without one they are
    ///     answered with 404.
    public convenience init(
        configuration: EngineConfiguration = EngineConfiguration(),
        group: any EventLoopGroup,
        handler: @escaping @Sendable () -> any EngineHandler,
        fallback: @escaping @Sendable (any Channel) throws -> Void = NotFound.attach
    ) {
        self.init(
            configuration: configuration,
            group: group,
            executors: LoopExecutors(group),
            handler: handler,
            fallback: fallback
        )
    }

    /// The same, with connections that run on `executors`.
    package init(
        configuration: EngineConfiguration,
        group: any EventLoopGroup,
        executors: LoopExecutors,
        handler: @escaping @Sendable () -> any EngineHandler,
        fallback: @escaping @Sendable (any Channel) throws -> Void
    ) {
        self.configuration = configuration
        self.group = group
        budgets = AddressBudgets(byteLimit: configuration.addressByteLimit, isProxy: configuration.isProxy)
        makeHandler = handler
        self.fallback = fallback
        shared = group.makeIterator().reduce(into: [:]) { shared, loop in
            shared[ObjectIdentifier(loop)] = .makeBoxSendingValue(
                Shared(eventLoop: loop, executor: executors.of(loop), configuration: configuration),
                eventLoop: loop
            )
        }
    }

    /// Listens on `host` and `port`; port 0 takes a free one.
    /// - Returns: The listening channel, which knows its address.
    /// - Throws: `IOError` where the address is taken or not this machine's.
    @concurrent
    public func listen(host: String, port: Int) async throws -> any Channel {
        try await bootstrap.bind(host: host, port: port).get()
    }

    /// Listens on a socket that another process opened and bound, as systemd does, and takes it over.
    /// - Returns: The listening channel, which knows its address.
    /// - Throws: `IOError` where `descriptor` is no such socket.
    @concurrent
    public func listen(on descriptor: NIOBSDSocket.Handle) async throws -> any Channel {
        try await bootstrap.withBoundSocket(descriptor).get()
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
            }
    }

    /// Closes every connection with a reason, then every other socket.
    @concurrent
    public func shutDown() async {
        for connection in connections.withLock({ Array($0.values) }) { await connection.close(.shuttingDown) }
        for channel in channels.withLock({ Array($0.values) }) {
            // A socket that is closed already is what is wanted.
            try? await channel.close()
        }
    }

    /// Serves this server's path on `channel`, which another Engine.IO server accepted, as that server's fallback.
    ///
    /// So several paths share a port. On the channel's event loop only.
    public func attach(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        var codec: [any RemovableChannelHandler] = [
            try pipeline.handler(type: HTTPResponseEncoder.self),
            try pipeline.handler(type: HTTPServerPipelineHandler.self),
        ]
        // There is none on a channel that this server accepted itself.
        if let door = try? pipeline.handler(type: FrontDoor.self) { codec.append(door) }
        codec.append(try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self))
        let budget = budgets.budget(of: channel.remoteAddress)
        try pipeline.addHandler(FrontDoor(server: self, codec: codec, budget: budget))
    }

    /// Serves on `channel`, which nothing reads yet, with as little as a WebSocket needs.
    ///
    /// The door adds the rest of HTTP for others. On the channel's event loop only.
    func serve(_ channel: any Channel) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 16 * 1024
        limits.maxHeaderFieldSize = 8 * 1024
        limits.maxHeaderFieldCount = 100
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
        )
        let budget = budgets.budget(of: channel.remoteAddress)
        let door = FrontDoor(server: self, decoder: decoder, budget: budget)
        let pipeline = channel.pipeline.syncOperations
        // With names of ours, which NIO would make one by one otherwise.
        try pipeline.addHandler(decoder, name: "HTTPRequestDecoder")
        try pipeline.addHandler(door, name: "FrontDoor")
    }

    private func accept(_ channel: any Channel) throws {
        // NIO sets TCP_NODELAY by itself. In the bootstrap each of these would be a future.
        let options = channel.syncOptions
        try options?.setOption(ChannelOptions.maxMessagesPerRead, value: 1)
        try options?.setOption(ChannelOptions.allowRemoteHalfClosure, value: true)
        try options?.setOption(ChannelOptions.recvAllocator, value: Self.readBuffers)
        try serve(channel)
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
    }

    /// The connection with the session id `sid`.
    func connection(_ sid: String) -> EngineConnection? {
        connections.withLock { $0[sid] }
    }

    /// A connection of `request`'s client, on `eventLoop`, which is the current one; `holding` is what it has of `budget`.
    func makeConnection(
        _ request: OpeningRequest,
        on eventLoop: any EventLoop,
        budget: AddressBudget?,
        holding: consuming Holding
    ) -> EngineConnection {
        // A channel's event loop is one of the group's, each of which has its share.
        guard let shared = shared[ObjectIdentifier(eventLoop)]?.value else {
            preconditionFailure("a channel of another event loop group")
        }
        let connection = EngineConnection(
            request: request,
            eventLoop: eventLoop,
            executor: shared.executor,
            outlet: Outlet(cycle: shared.cycle, byteLimit: configuration.outboundByteLimit, budget: budget),
            heartbeat: shared.heartbeat,
            configuration: configuration,
            budget: budget,
            holding: holding,
            forget: { [weak self] connection in self?.connections.withLock { $0[connection.id] = nil } }
        )
        connections.withLock { $0[connection.id] = connection }
        return connection
    }
}

/// Answers every request with 404.
public enum NotFound {
    /// Adds the handler to `channel`, on its event loop.
    @Sendable
    public static func attach(_ channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(Handler())
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = unwrapInboundIn(data) else { return }
            let headers: HTTPHeaders = ["content-length": "0", "connection": "close"]
            let answer = HTTPResponseHead(version: head.version, status: .notFound, headers: headers)
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            context.close(promise: nil)
        }
    }
}
