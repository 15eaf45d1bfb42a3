internal import FoundationEssentials
internal import GRDB

/// The steps that the schema of a database lacks.
package struct PendingMigrations: Sendable {
    /// Their names, in order; of a database that is not there, none.
    package let names: [String]

    /// What the database in the data folder `folder` lacks of the folder `migrations`.
    /// - Throws: `StoreError.newer` for a database of a newer version.
    @concurrent
    package init(folder: String, migrations: String) async throws(StoreError) {
        guard FileManager.default.fileExists(atPath: "\(folder)/roost.sqlite") else {
            names = []
            return
        }
        let migrator = Migrator(program: try MigrationFolder(path: migrations).migrations())
        let pool = try DatabaseFile(folder: folder, durability: .full).openExisting()
        do {
            // A start that was broken off leaves a database without anything: that is a new one.
            names = try await pool.read { database in
                try database.tableExists("migration") ? try migrator.pending(in: database) : []
            }
            try pool.close()
        } catch {
            throw StoreError(error)
        }
    }
}
