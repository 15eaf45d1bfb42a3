import EngineIO
import Foundation
package import Logging
import NIOCore
import NIOPosix
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import ServiceLifecycle
import SocketIO
import UnixSignals

/// The whole server: everything is made here, and handed what it needs.
package struct Server: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let willCopy: @Sendable ([String]) -> Void
    private let read: @Sendable () async throws -> ServerConfiguration

    /// A server as `configuration` says; nothing is opened yet.
    ///
    /// At SIGHUP it reads the settings again with `read`. Where the start copies the database, `willCopy` hears before of the
    /// files that the copy is made in.
    package init(
        configuration: ServerConfiguration,
        logger: Logger,
        willCopy: @escaping @Sendable ([String]) -> Void,
        read: @escaping @Sendable () async throws -> ServerConfiguration
    ) {
        self.configuration = configuration
        self.logger = logger
        self.willCopy = willCopy
        self.read = read
    }

    /// Has the process run an event loop on each core that it may use: once, before the first one runs.
    ///
    /// NIO counts those of the machine or the container, and does not see what `taskset` and systemd's `CPUAffinity` leave.
    package static func sizeEventLoops() {
        // Where there is no such file, NIO's count is all there is to know.
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let mask = status?.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }?.dropFirst(13)
        guard let mask else { return }
        let allowed = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        NIOSingletons.groupLoopCountSuggestion = max(1, min(System.coreCount, allowed))
    }

    /// Serves until SIGINT or SIGTERM, then ends cleanly.
    /// - Throws: What prevented the start, with a description for people.
    package func run() async throws {
        // What the server makes, its socket for commands included, is for its owner alone.
        umask(0o077)
        let group = MultiThreadedEventLoopGroup.singleton
        try Store.makeFolder(configuration.dataFolder)
        // Two servers on one folder would each number messages by themselves.
        let folder = try DataFolder(path: configuration.dataFolder)
        try await folder.ownInTime()
        defer { folder.disown() }
        try await bringUpToDate()
        let store = try await Store.open(
            folder: configuration.dataFolder,
            migrations: configuration.migrationsFolder,
            durability: configuration.durability
        )
        let hasher = PasswordHasher(cost: configuration.passwordCost, threadCount: configuration.hashThreads)
        let modules = ModuleBus()
        let io = SocketIOServer(group: group)
        let executors = LoopExecutors(group)
        let chat = ChatNamespace(io.namespace(), modules: modules)
        let directory = RoomDirectory(
            store: store,
            recorders: { modules.recorders },
            announcer: chat,
            group: group,
            executor: { executors.of($0) }
        )
        let erasing = Erasing(store: store, directory: directory, modules: modules, logger: logger)
        let authority = try await Authority.open(
            store: store,
            hasher: hasher,
            policy: configuration.signUp,
            guestsPerNetwork: configuration.guestsPerAddress,
            tell: { modules.publish($0) },
            observer: RoomNews(chat: chat, directory: directory, erasing: erasing)
        )
        let proxies = TrustedProxies(ranges: configuration.trustedProxies)
        let services = ChatServices(
            store: store,
            authority: authority,
            directory: directory,
            chat: chat,
            modules: modules,
            namespaces: ModuleNamespaces(
                server: io,
                modules: modules,
                authority: authority,
                proxies: proxies
            ),
            eventLoops: Array(group.makeIterator()),
            settings: configuration.moduleSettings,
            erasing: erasing
        )
        let host = ModuleHost(
            store: store,
            folders: configuration.moduleFolders,
            dataFolder: configuration.dataFolder,
            bus: modules,
            services: services,
            logger: logger
        )
        await host.load(configuration.modules)
        try await chat.kept.load(from: store)
        chat.open(authority: authority, directory: directory, proxies: proxies)
        let origins: OriginPolicy = configuration.origins.isEmpty ? .same : .list(configuration.origins)
        let routes = Routes(
            authority: authority,
            webFolder: configuration.webFolder,
            proxies: proxies,
            modules: modules,
            origins: origins,
            pages: ModulePages(modules: modules, authority: authority, proxies: proxies, services: services),
            erasing: erasing,
            host: host
        )
        let http = HTTPService(responder: routes.responder(logger: logger), logger: logger)
        let engine = EngineServer(
            configuration: EngineConfiguration(
                isProxy: { address in
                    EngineConfiguration.isLoopback(address)
                        || ClientAddress(address).map(proxies.isTrusted) ?? false
                },
                origins: origins
            ),
            group: group,
            executors: executors,
            handler: io.makeHandler,
            fallback: http.attach
        )
        let listener = Listener(
            engine: engine,
            configuration: configuration,
            modules: modules,
            setupToken: try await authority.setupToken()
        )
        let commands = CommandSocket(
            folder: folder,
            desk: Desk(
                authority: authority,
                store: store,
                configuration: configuration,
                host: host,
                erasing: erasing,
                services: services
            ),
            logger: logger
        )
        let reload = Reload(
            read: read,
            authority: authority,
            proxies: proxies,
            modules: modules,
            logger: logger,
            current: configuration
        )
        let running = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: http), .init(service: commands), .init(service: reload),
                    .init(service: erasing),
                    .init(service: Upkeep(store: store, auditDays: configuration.auditDays, logger: logger)),
                    .init(service: listener),
                ],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        try await running.run()
        await directory.markers.flush()
        await chat.kept.save(in: store)
        await host.stop()
        try await store.close()
    }

    /// Gives the database the steps that it lacks, after a copy of it, unless the operator does that.
    private func bringUpToDate() async throws(CommandError) {
        let care = DatabaseCare(configuration: configuration, willCopy: willCopy)
        guard configuration.migration == .automatic else { return try await care.requireMigrated() }
        let (names, backup) = try await care.migrateOwned()
        guard let backup else { return }
        logger.notice(
            "the database was brought to this version",
            metadata: ["migrations": "\(names.joined(separator: ", "))", "backup": "\(backup)"]
        )
    }
}

/// Accepts sockets until shutdown, and says where.
private struct Listener: Service, CustomStringConvertible {
    /// The lifecycle's log has this, and not the token.
    let description = "Listener"

    let engine: EngineServer
    let configuration: ServerConfiguration
    let modules: ModuleBus
    let setupToken: String?

    func run() async throws {
        let channel: any Channel
        do {
            if let socket = InheritedSocket.descriptor {
                channel = try await engine.listen(on: socket)
            } else {
                channel = try await engine.listen(host: configuration.host, port: configuration.port)
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartError.taken(host: configuration.host, port: configuration.port)
        } catch {
            throw StartError.listen(host: configuration.host, port: configuration.port, reason: "\(error)")
        }
        let address = configuration.listeningAddress(port: channel.localAddress?.port ?? configuration.port)
        announce("Roost serves at \(address)/")
        let link = configuration.publicAddress ?? address
        if let setupToken { announce("Become the administrator: \(link)/#setup=\(setupToken)") }
        ServiceNotice.ready.send()
        modules.publish(ServerStarted())
        try await untilShutdown()
        ServiceNotice.stopping.send()
        await modules.tell(ServerStopping())
        try await channel.close()
        await engine.shutDown()
    }

    /// Waits for the end, and tells systemd's watchdog meanwhile that all is well.
    private func untilShutdown() async throws {
        guard let interval = ServiceNotice.watchdogInterval else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                ServiceNotice.alive.send()
                // Cancelled at the end, which the loop sees.
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Writes a line to standard output at once, also where that is a file.
    private func announce(_ line: String) {
        // A server whose output nobody takes serves all the same.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    }
}

/// Why the server did not start.
package enum StartError: Error, CustomStringConvertible {
    /// Another program listens on the address.
    case taken(host: String, port: Int)
    /// The address cannot be listened on for another reason.
    case listen(host: String, port: Int, reason: String)

    /// One line that says what to do.
    package var description: String {
        switch self {
        case .taken(let host, let port):
            "cannot listen on \(host):\(port), which is taken: is another server running? choose another --port"
        case .listen(let host, let port, let reason):
            "cannot listen on \(host):\(port): \(reason); choose another --host or --port"
        }
    }
}
