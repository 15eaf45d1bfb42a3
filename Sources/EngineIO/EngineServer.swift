public import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An Engine.IO server (protocol revision 4): it accepts sockets and makes a connection of each upgrade on its path.
public final class EngineServer: Sendable {
    /// The settings.
    public let configuration: EngineConfiguration
    let fallback: @Sendable (any Channel) throws -> Void
    private let group: any EventLoopGroup
    private let makeHandler: @Sendable () -> any EngineHandler
    private let cycles: [ObjectIdentifier: NIOLoopBoundBox<FlushCycle>]
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let links = Mutex<[ObjectIdentifier: EngineConnection]>([:])

    /// A server on the event loops of `group`.
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - group: Where the connections live.
    ///   - handler: Makes what stands on a new connection, on its event loop.
    ///   - fallback: Adds the handlers that serve requests on other paths, on the channel's event loop.
    public init(
        configuration: EngineConfiguration = EngineConfiguration(),
        group: any EventLoopGroup,
        handler: @escaping @Sendable () -> any EngineHandler,
        fallback: @escaping @Sendable (any Channel) throws -> Void
    ) {
        self.configuration = configuration
        self.group = group
        makeHandler = handler
        self.fallback = fallback
        cycles = group.makeIterator().reduce(into: [:]) { cycles, loop in
            cycles[ObjectIdentifier(loop)] = .makeBoxSendingValue(
                FlushCycle(eventLoop: loop),
                eventLoop: loop
            )
        }
    }

    /// Listens on `host` and `port`; port 0 takes a free one.
    /// - Returns: The listening channel, which knows its address.
    /// - Throws: `IOError` where the address is taken or not this machine's.
    @concurrent
    public func listen(host: String, port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.maxMessagesPerRead, value: 1)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.accept(channel) }
            }
            .bind(host: host, port: port).get()
    }

    /// Closes every connection with a reason, then every other socket.
    @concurrent
    public func shutDown() async {
        for connection in links.withLock({ Array($0.values) }) { await connection.close(.shuttingDown) }
        for channel in channels.withLock({ Array($0.values) }) {
            // A socket that is closed already is what is wanted.
            try? await channel.close()
        }
    }

    private func accept(_ channel: any Channel) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 16 * 1024
        limits.maxHeaderFieldSize = 8 * 1024
        limits.maxHeaderFieldCount = 100
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
        )
        let encoder = HTTPResponseEncoder()
        let pipeliner = HTTPServerPipelineHandler()
        let door = FrontDoor(server: self, codec: [encoder, pipeliner, decoder])
        try channel.pipeline.syncOperations.addHandlers([encoder, decoder, pipeliner, door])
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
    }

    /// The handler that takes over `channel`, with a new connection; called on the channel's event loop.
    func makeLink(_ channel: any Channel) -> WebSocketLink {
        // A channel's event loop is one of the group's, each of which has its cycle.
        guard let cycle = cycles[ObjectIdentifier(channel.eventLoop)]?.value else {
            preconditionFailure("a channel of another event loop group")
        }
        let outlet = Outlet(cycle: cycle, byteLimit: configuration.outboundByteLimit)
        let connection = EngineConnection(
            channel: channel,
            outlet: NIOLoopBound(outlet, eventLoop: channel.eventLoop),
            configuration: configuration
        )
        let id = ObjectIdentifier(connection)
        links.withLock { $0[id] = connection }
        channel.closeFuture.whenComplete { _ in self.links.withLock { $0[id] = nil } }
        return WebSocketLink(
            connection: connection,
            outlet: outlet,
            byteLimit: configuration.maxPayload,
            makeHandler: makeHandler
        )
    }
}
