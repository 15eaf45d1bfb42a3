/// A feature of the server, loaded from a shared object of its own.
///
/// A module is made once per start, declares in its initializer what it takes part in, and keeps what it needs of
/// its context.
public protocol RoostModule: AnyObject, Sendable {
    /// What the host must know before it makes the module.
    static var manifest: ModuleManifest { get }

    /// The module, with its requests and recorders declared to `context`.
    /// - Throws: Any error that means that the module cannot work; the server then runs without it and says so.
    init(context: any ModuleContext) throws
}

/// What a module says about itself before it is made.
public struct ModuleManifest: Sendable {
    /// The module's name in lower case, such as `history`: it prefixes the module's tables and wire events.
    public let name: String
    /// The module's own version, for people.
    public let version: String
    /// The module's schema changes, oldest first.
    ///
    /// One that was released is never edited.
    public let migrations: [Migration]

    /// A manifest from its parts.
    public init(name: String, version: String, migrations: [Migration] = []) {
        self.name = name
        self.version = version
        self.migrations = migrations
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
