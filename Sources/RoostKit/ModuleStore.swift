/// A module's part of the server's database: tables whose names begin with the module's name and `_`.
public protocol ModuleStore: Sendable {
    /// The rows that `query` finds, each with one value per column.
    /// - Throws: The database's error, as text that names the statement.
    @concurrent
    func read(_ query: Statement) async throws -> [[SQLValue]]

    /// Runs `statements` in order in one transaction, durable on return.
    /// - Throws: The database's error; nothing was then written.
    @concurrent
    func write(_ statements: [Statement]) async throws
}
