/// A feature of the server, loaded from a shared object of its own.
///
/// A module is made once per start, declares in its initializer what it takes part in, and keeps what it needs of
/// its context. When it is reloaded, the new one is made and started while the old one still serves.
public protocol RoostModule: AnyObject, Sendable {
    /// What the host must know before it makes the module.
    static var manifest: ModuleManifest { get }

    /// The module, with its requests and recorders declared to `context`.
    /// - Throws: Any error that means that the module cannot work; the server then runs without it and says so.
    init(context: any ModuleContext) throws

    /// Prepares what the initializer cannot, and begins background work; it may take 10 seconds.
    /// - Throws: As the initializer.
    @concurrent
    func start() async throws

    /// Ends what the module began; it may take 5 seconds.
    ///
    /// Nothing is asked of the module any more, and its spawned work is cancelled.
    @concurrent
    func stop() async
}

extension RoostModule {
    /// Nothing to prepare.
    @concurrent
    public func start() async throws {}

    /// Nothing to end.
    @concurrent
    public func stop() async {}
}

/// What a module says about itself before it is made.
public struct ModuleManifest: Sendable {
    /// The module's name in lower case, such as `history`: it prefixes the module's tables, rights and wire events.
    public let name: String
    /// The module's own version, for people.
    public let version: String
    /// The module's schema changes, oldest first.
    ///
    /// One that was released is never edited.
    /// While a module is reloaded, its old version works on the new one's schema.
    public let migrations: [Migration]
    /// The rights that the module adds.
    public let rights: [ModuleRight]
    /// What an operator may set.
    public let settings: [Setting]
    /// How many events wait for the module, and what is given up at that limit.
    public let backlog: EventBacklog
    /// Whether the module handles events of the namespace `/` that do not begin with its name.
    ///
    /// It is for clients that were written for another server.
    public let sharesRoot: Bool
    /// What the web client loads of the module, if anything.
    public let script: PageScript?

    /// A manifest from its parts.
    public init(
        name: String,
        version: String,
        migrations: [Migration] = [],
        rights: [ModuleRight] = [],
        settings: [Setting] = [],
        backlog: EventBacklog = EventBacklog(),
        sharesRoot: Bool = false,
        script: PageScript? = nil
    ) {
        self.name = name
        self.version = version
        self.migrations = migrations
        self.rights = rights
        self.settings = settings
        self.backlog = backlog
        self.sharesRoot = sharesRoot
        self.script = script
    }
}

/// An ES module that the web client loads from a module: panels, commands and the like (docs/web-modules.md).
public struct PageScript: Hashable, Sendable {
    /// The path below `/modules/<name>/` under which the module serves it.
    public let path: String
    /// The right on the server without which the client does not learn of it; `nil` for everybody.
    public let right: Right?

    /// The script at `path`, for whoever has `right` on the server.
    public init(_ path: String, needing right: Right? = nil) {
        self.path = path
        self.right = right
    }
}

/// One step of a module's schema: it runs once, in a transaction of its own.
public struct Migration: Hashable, Sendable {
    /// A name such as `0001-message`, unique in the module; names order the steps.
    public let name: String
    /// The statements, separated by semicolons.
    public let sql: String

    /// A migration from its parts.
    public init(_ name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
