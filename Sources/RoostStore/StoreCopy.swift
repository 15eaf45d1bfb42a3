internal import FoundationEssentials
internal import GRDB
internal import Glibc

/// Whole copies of the database: made while a server writes, looked through, and put in the database's place.
package struct StoreCopy: Sendable {
    /// How far a copy is.
    package typealias Progress = @Sendable (_ doneFraction: Double) -> Void

    /// Pages that are copied between two reports.
    private static let pagesPerStep: CInt = 1_024

    private let folder: String
    private let willBegin: @Sendable ([String]) -> Void

    /// Copies of the database in the data folder `folder`; `willBegin` hears before each of the files that it is made in.
    package init(folder: String, willBegin: @escaping @Sendable ([String]) -> Void = { _ in }) {
        self.folder = folder
        self.willBegin = willBegin
    }

    /// Copies the database, as it is at one moment, to the new file `path`, and looks through the copy.
    ///
    /// The server may go on writing. The file is for its owner's eyes only, and there only when it is whole.
    /// - Throws: `StoreError.exists` where there is something at `path`.
    @concurrent
    package func make(at path: String, progress: @escaping Progress = { _ in }) async throws(StoreError) {
        do {
            let file = try NewFile(path: path)
            let pool = try DatabaseFile(folder: folder, durability: .full).openExisting()
            do {
                try copy(to: file.partial, from: pool, progress: progress)
                try Self.inspect(file.partial)
                try file.publish()
            } catch {
                // Nothing of a copy that failed stays.
                file.discard()
                throw error
            }
            try pool.close()
        } catch {
            throw StoreError(error)
        }
    }

    /// Puts a copy of the file `path` in the place of the database, which stays in the data folder under another name.
    ///
    /// The caller owns the folder: nobody else has the database open.
    /// - Returns: Where the earlier database is; `nil` where there was none.
    /// - Throws: `StoreError.corrupt` where the file is not a sound database of Roost.
    @concurrent
    package func restore(
        from path: String,
        migrations: String,
        suffix: String,
        progress: @escaping Progress = { _ in }
    ) async throws(StoreError) -> String? {
        do {
            let database = "\(folder)/roost.sqlite"
            let partial = database + ".partial"
            // What an earlier attempt left is of no use.
            try? FileManager.default.removeItem(atPath: partial)
            do {
                let source = try Self.open(path, readonly: true)
                try copy(to: partial, from: source, progress: progress)
                try source.close()
                try Self.requireOurs(partial, migrations: migrations)
                try giveToOwner(partial)
                let aside = try putAside(database, suffix: suffix)
                guard rename(partial, database) == 0 else { throw Self.failure("cannot replace \(database)") }
                try NewFile.sync(folder)
                return aside
            } catch {
                // The database is as it was.
                try? FileManager.default.removeItem(atPath: partial)
                throw error
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Looks whether the file `path` could be put in the place of a database.
    /// - Throws: `StoreError.corrupt` where it is not a sound database of Roost.
    @concurrent
    package static func examine(_ path: String, migrations: String) async throws(StoreError) {
        do {
            try requireOurs(path, migrations: migrations)
        } catch {
            throw StoreError(error)
        }
    }

    /// Keeps the database under another name, and leaves no log of it behind that would be taken for the next one's.
    private func putAside(_ database: String, suffix: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: database) else { return nil }
        var aside = "\(database).\(suffix)"
        // Two within a second.
        while FileManager.default.fileExists(atPath: aside) { aside += "x" }
        // The last one to close a sound database folds the log into it; of a damaged one the log is kept beside it.
        try? DatabaseFile(folder: folder, durability: .full).openExisting().close()
        guard link(database, aside) == 0 else {
            throw Self.failure("cannot keep the old database as \(aside)")
        }
        for part in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: database + part) {
            guard rename(database + part, aside + part) == 0 else {
                throw Self.failure("cannot move \(database)\(part)")
            }
        }
        return aside
    }

    /// Has a file that root made be that of the folder's owner, as whom the server runs.
    private func giveToOwner(_ path: String) throws {
        var owner = stat()
        guard geteuid() == 0, stat(folder, &owner) == 0 else { return }
        guard chown(path, owner.st_uid, owner.st_gid) == 0 else { throw Self.failure(with: path) }
    }

    private func copy(
        to path: String,
        from reader: any DatabaseReader,
        progress: @escaping Progress
    ) throws {
        willBegin(["", "-journal", "-wal", "-shm"].map { path + $0 })
        // Made before SQLite does, for the owner's eyes only.
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(with: path) }
        close(descriptor)
        let copy = try Self.open(path, readonly: false)
        try reader.read { source in
            // Begins the reading, so that what is written meanwhile does not make the copy begin again.
            try source.execute(sql: "SELECT count(*) FROM sqlite_schema")
            try copy.writeWithoutTransaction { target in
                try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { step in
                    progress(Double(step.completedPageCount) / Double(max(1, step.totalPageCount)))
                }
            }
        }
        // One file, without a log beside it.
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// Looks through the file at `path`.
    private static func inspect(_ path: String) throws {
        let copy = try open(path, readonly: true)
        let problems = try copy.read { try DatabaseCheck.damage(in: $0) }
        try copy.close()
        guard let problem = problems.first else { return }
        throw StoreError.corrupt(path: path, reason: problem)
    }

    /// Makes sure that the file at `path` is a sound database of Roost, and not of a newer one.
    private static func requireOurs(_ path: String, migrations: String) throws {
        let migrator = Migrator(program: try MigrationFolder(path: migrations).migrations())
        try inspect(path)
        let copy = try open(path, readonly: true)
        defer { try? copy.close() }
        guard try copy.read({ try $0.tableExists("migration") }) else {
            throw StoreError.corrupt(path: path, reason: "it is not a database of Roost")
        }
        _ = try copy.read { try migrator.pending(in: $0) }
    }

    private static func open(_ path: String, readonly: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readonly
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try $0.execute(sql: "SELECT count(*) FROM sqlite_schema") }
            return queue
        } catch {
            guard case .folder(_, let reason) = StoreError(opening: path, in: path, error) else {
                throw StoreError(opening: path, in: path, error)
            }
            throw StoreError.file(path: path, reason: reason)
        }
    }

    private static func failure(with path: String) -> StoreError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }

    private static func failure(_ what: String) -> StoreError {
        .failed(reason: "\(what): \(String(cString: strerror(errno)))")
    }
}
