internal import GRDB
internal import RoostKit

/// Brings the tables of one owner, the program or a module, up to date, one migration at a time.
///
/// What the database has must be the beginning of what the owner has, unchanged.
struct Migrator: Sendable {
    /// Whose tables: words for the operator.
    let owner: String
    private let migrations: [Migration]
    private let applied: RoostKit.Statement
    private let insertion: String
    private let module: String?

    /// The program's own migrations.
    init(program migrations: [Migration]) {
        self.init(
            owner: "Roost",
            module: nil,
            migrations: migrations,
            applied: Statement("SELECT name, checksum FROM migration ORDER BY name"),
            insertion: "INSERT INTO migration (name, checksum) VALUES (?1, ?2)"
        )
    }

    /// The migrations of the module named `module`.
    init(module: String, _ migrations: [Migration]) {
        self.init(
            owner: "the module '\(module)'",
            module: module,
            migrations: migrations,
            applied: Statement(
                "SELECT name, checksum FROM module_migration WHERE module = ?1 ORDER BY name",
                [.text(module)]
            ),
            insertion: "INSERT INTO module_migration (name, checksum, module) VALUES (?1, ?2, ?3)"
        )
    }

    private init(
        owner: String,
        module: String?,
        migrations: [Migration],
        applied: RoostKit.Statement,
        insertion: String
    ) {
        self.owner = owner
        self.module = module
        // Compared as bytes, as SQLite orders text.
        self.migrations = migrations.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.applied = applied
        self.insertion = insertion
    }

    /// Applies the first migration that the database does not have, and answers its name; `nil` once it has all.
    ///
    /// It looks at the database inside the caller's transaction, so another process may migrate at the same time.
    func applyNext(in database: Database) throws -> String? {
        let count = try verifiedCount(in: database)
        guard count < migrations.count else { return nil }
        let migration = migrations[count]
        do {
            try database.execute(sql: migration.sql)
        } catch {
            throw failure(of: migration, "\((error as? DatabaseError)?.message ?? "\(error)")")
        }
        guard database.isInsideTransaction else {
            throw failure(of: migration, "it ends the transaction that it runs in")
        }
        var values: [SQLValue] = [.text(migration.name), .text(Checksum(of: migration.sql).text)]
        if let module { values.append(.text(module)) }
        try database.run(Statement(insertion, values))
        return migration.name
    }

    /// The names of the migrations that the database does not have.
    func pending(in database: Database) throws -> [String] {
        migrations.dropFirst(try verifiedCount(in: database)).map(\.name)
    }

    /// How many migrations the database has, all of them as they are known here.
    private func verifiedCount(in database: Database) throws -> Int {
        let rows = try database.rows(of: applied) { row in
            (name: try row.decode(String.self, atIndex: 0), checksum: try row.decode(String.self, atIndex: 1))
        }
        let known = Set(migrations.map(\.name))
        for (index, row) in rows.enumerated() {
            guard known.contains(row.name) else {
                throw StoreError.newer(owner: owner, migration: row.name)
            }
            let migration = migrations[index]
            guard migration.name == row.name, Checksum(of: migration.sql).text == row.checksum else {
                throw StoreError.changed(owner: owner, migration: migration.name)
            }
        }
        return rows.count
    }

    private func failure(of migration: Migration, _ reason: String) -> StoreError {
        .migration(owner: owner, migration: migration.name, reason: reason)
    }
}
