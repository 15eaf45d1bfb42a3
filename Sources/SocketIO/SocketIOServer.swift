public import EngineIO
public import NIOCore
public import NIOPosix
import Logging
import Synchronization

/// A Socket.IO server (protocol revision 5): its namespaces, and what stands on each connection.
public final class SocketIOServer: Sendable {
    /// Makes the namespaces whose names it accepts, when the first client asks for them.
    private struct Pattern: Sendable {
        let matches: @Sendable (String) -> Bool
        let setUp: @Sendable (Namespace) -> Void
    }

    private struct State {
        var namespaces: [String: Namespace] = [:]
        var patterns: [Pattern] = []
        /// How many clients are in each namespace that a pattern made, or about to be.
        var clientCounts: [String: Int] = [:]

        /// The namespace `name`, with one client more.
        mutating func enter(_ name: String) -> Namespace? {
            guard let namespace = namespaces[name] else { return nil }
            if namespace.isTransient { clientCounts[name, default: 0] += 1 }
            return namespace
        }

        /// Lets go of the namespace `name`, which a pattern made, where this was its last client.
        mutating func leave(_ name: String) {
            clientCounts[name, default: 1] -= 1
            guard clientCounts[name] == 0 else { return }
            clientCounts[name] = nil
            namespaces[name] = nil
        }
    }

    /// The settings.
    public let configuration: SocketIOConfiguration
    let logger = Logger(label: "SocketIO")
    private let group: any EventLoopGroup
    private let state = Mutex(State())

    /// A server whose sockets live on the event loops of `group`.
    public init(
        configuration: SocketIOConfiguration = SocketIOConfiguration(),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.configuration = configuration
        self.group = group
    }

    /// The namespace `name`, made where there is none yet.
    @discardableResult
    public func namespace(_ name: String = "/") -> Namespace {
        state.withLock { state in
            if let namespace = state.namespaces[name] { return namespace }
            let namespace = Namespace(name, configuration: configuration, group: group, logger: logger)
            state.namespaces[name] = namespace
            return namespace
        }
    }

    /// Offers the namespaces whose names `matches` accepts, each from its first client to its last.
    /// - Parameters:
    ///   - matches: Says whether a name that no other namespace has is one of them.
    ///   - setUp: Gives a new one its handlers.
    public func namespaces(
        where matches: @escaping @Sendable (String) -> Bool,
        setUp: @escaping @Sendable (Namespace) -> Void
    ) {
        state.withLock { $0.patterns.append(Pattern(matches: matches, setUp: setUp)) }
    }

    /// The namespace that a client asks for; it stays at least until the client left it.
    func namespace(asked name: String) -> Namespace? {
        let (known, patterns) = state.withLock { ($0.enter(name), $0.patterns) }
        if let known { return known }
        guard let pattern = patterns.first(where: { $0.matches(name) }) else { return nil }
        let namespace = Namespace(name, configuration: configuration, group: group, logger: logger) {
            [weak self] in
            self?.state.withLock { $0.leave(name) }
        }
        pattern.setUp(namespace)
        return state.withLock { state in
            // Another client may have been quicker.
            if state.namespaces[name] == nil { state.namespaces[name] = namespace }
            return state.enter(name)
        }
    }

    /// What stands on a new connection, for `EngineServer`.
    public func makeHandler() -> any EngineHandler {
        SocketIOSession(server: self)
    }

    /// Serves on `host` and `port` until the task is cancelled, and then closes every connection.
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: The port; 0 takes a free one.
    ///   - engine: The settings of the transports.
    ///   - onListening: Told of the address when clients can come.
    /// - Throws: `IOError` where the address is taken or not this machine's.
    @concurrent
    public func run(
        host: String = "127.0.0.1",
        port: Int,
        engine: EngineConfiguration = EngineConfiguration(),
        onListening: @Sendable (SocketAddress) -> Void = { _ in }
    ) async throws {
        let engine = EngineServer(configuration: engine, group: group, handler: makeHandler)
        let channel = try await engine.listen(host: host, port: port)
        if let address = channel.localAddress { onListening(address) }
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
        await engine.shutDown()
    }
}
