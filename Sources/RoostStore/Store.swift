internal import GRDB
package import RoostKit

/// The server's database: one SQLite file, read by many at once and written by one group commit.
///
/// Several processes may have the same folder open, such as the server and a command.
package struct Store: Sendable {
    private let pool: DatabasePool
    let writer: GroupCommit

    private init(pool: DatabasePool, waitingLimit: Int) {
        self.pool = pool
        writer = GroupCommit(pool: pool, waitingLimit: waitingLimit)
    }

    /// The database in `folder`, with every migration of the folder `migrations` applied.
    ///
    /// A folder that is missing is made, for its owner's eyes only. `durability` is that of what this store writes. `applied`
    /// hears the name of each migration once it is applied.
    @concurrent
    package static func open(
        folder: String,
        migrations: String,
        durability: Durability = .full,
        applied: (_ name: String) -> Void = { _ in }
    ) async throws(StoreError) -> Store {
        try await open(
            folder: folder,
            migrations: migrations,
            durability: durability,
            waitingLimit: Limits.waitingWorks,
            applied: applied
        )
    }

    @concurrent
    static func open(
        folder: String,
        migrations: String,
        durability: Durability = .full,
        waitingLimit: Int,
        applied: (_ name: String) -> Void = { _ in }
    ) async throws(StoreError) -> Store {
        let known = try MigrationFolder(path: migrations).migrations()
        let pool = try DatabaseFile(folder: folder, durability: durability).open()
        let store = Store(pool: pool, waitingLimit: waitingLimit)
        try await store.commit([
            Statement(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    name TEXT PRIMARY KEY NOT NULL,
                    checksum TEXT NOT NULL
                ) STRICT, WITHOUT ROWID
                """
            )
        ])
        try await store.migrate(with: Migrator(program: known), applied: applied)
        return store
    }

    /// Runs `statements` in order, all or nothing, on return as durable as the store is.
    ///
    /// They share a transaction with what others commit at the same time, but not their failures.
    /// - Throws: `StoreError.duplicate` where a key exists already; `StoreError.busy` where too much waits.
    package func commit(_ statements: [RoostKit.Statement]) async throws(StoreError) {
        try await writer.commit { database in
            for statement in statements { try database.run(statement) }
        }
    }

    /// The rows that `statement` finds, each with one value per column.
    ///
    /// It cannot write.
    package func read(_ statement: RoostKit.Statement) async throws(StoreError) -> [[SQLValue]] {
        try await read(statement) { row in row.databaseValues.map(SQLValue.init) }
    }

    /// Applies those of `migrations` that `module` does not have yet, in the order of their names.
    ///
    /// Each is applied whole or not at all. The names of a module's tables begin with its own name.
    package func migrate(module: String, _ migrations: [Migration]) async throws(StoreError) {
        try await migrate(with: Migrator(module: module, migrations))
    }

    /// Closes the files, once every write under way has ended.
    ///
    /// Nothing works afterwards.
    @concurrent
    package func close() async throws(StoreError) {
        do {
            // The readers go first: the last connection to close folds the log into the database, and must write.
            pool.releaseMemory()
            try pool.close()
        } catch {
            throw StoreError(error)
        }
    }

    /// What `transform` makes of each row that `statement` finds.
    func read<T: Sendable>(
        _ statement: RoostKit.Statement,
        _ transform: @escaping @Sendable (Row) throws -> T
    ) async throws(StoreError) -> [T] {
        do {
            return try await pool.read { try $0.rows(of: statement, transform) }
        } catch {
            throw StoreError(error)
        }
    }

    private func migrate(
        with migrator: Migrator,
        applied: (_ name: String) -> Void = { _ in }
    ) async throws(StoreError) {
        while let name = try await writer.commit({ try migrator.applyNext(in: $0) }) { applied(name) }
    }
}
