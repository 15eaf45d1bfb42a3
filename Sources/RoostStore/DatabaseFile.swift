internal import FoundationEssentials
internal import GRDB
internal import Glibc

/// The file `roost.sqlite` in the data folder.
struct DatabaseFile {
    let folder: String
    let durability: Durability

    private var path: String { "\(folder)/roost.sqlite" }

    /// Opens the database, and makes folder and file where there are none, for their owner's eyes only.
    func open() throws(StoreError) -> DatabasePool {
        try Store.makeFolder(folder)
        try makeFile()
        return try openPool()
    }

    /// Opens the database that is there.
    func openExisting() throws(StoreError) -> DatabasePool {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .noDatabase(path: folder)
        }
        return try openPool()
    }

    private func openPool() throws(StoreError) -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Limits.lockSeconds)
        configuration.label = "roost"
        // For migrations: SQLite's own `lower` knows no letters but those of ASCII.
        let folded = DatabaseFunction("roost_folded", argumentCount: 1, pure: true) { values in
            String.fromDatabaseValue(values[0]).map(Rooms.folded)
        }
        configuration.prepareDatabase { $0.add(function: folded) }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB lowers this by itself when it turns on WAL.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
            }
            // A damaged file shows here, where its path can be told, and not in the first migration.
            try pool.read { try $0.execute(sql: "SELECT count(*) FROM sqlite_schema") }
            return pool
        } catch {
            throw StoreError(opening: path, in: folder, error)
        }
    }

    /// Makes an empty file with mode 0600 before SQLite makes one that others may read; the WAL inherits the mode.
    private func makeFile() throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .folder(path: folder, reason: String(cString: strerror(errno)))
        }
        close(descriptor)
    }
}
