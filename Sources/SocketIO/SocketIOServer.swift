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

    /// The namespace that a client asks for.
    func namespace(asked name: String) -> Namespace? {
        let pattern = state.withLock { state -> Result<Namespace, NotMade> in
            if let namespace = state.namespaces[name] { return .success(namespace) }
            return .failure(NotMade(pattern: state.patterns.first { $0.matches(name) }))
        }
        switch pattern {
        case .success(let namespace): return namespace
        case .failure(let notMade):
            guard let pattern = notMade.pattern else { return nil }
            let namespace = Namespace(
                name,
                configuration: configuration,
                group: group,
                logger: logger,
                isTransient: true
            )
            pattern.setUp(namespace)
            return state.withLock { state in
                let first = state.namespaces[name] ?? namespace
                state.namespaces[name] = first
                return first
            }
        }
    }

    private struct NotMade: Error {
        let pattern: Pattern?
    }

    /// Lets go of a namespace that a pattern made and that nobody is in.
    func dropIfEmpty(_ namespace: Namespace) {
        guard namespace.isTransient else { return }
        state.withLock { state in
            if namespace.socketCount == 0, state.namespaces[namespace.name] === namespace {
                state.namespaces[namespace.name] = nil
            }
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
