import Foundation
package import RoostStore

/// What is done with the database as a whole: copies, checks, and steps of its schema.
package struct DatabaseCare: Sendable {
    /// Hears what is done, and how much of it, from 0 to 1.
    package typealias Progress = @Sendable (_ work: String, _ doneFraction: Double) -> Void

    private let configuration: ServerConfiguration
    private let willCopy: @Sendable ([String]) -> Void

    /// The care for the database of the server that `configuration` describes.
    ///
    /// `willCopy` hears before each copy of the files that it is made in: who is ended meanwhile leaves them behind.
    package init(
        configuration: ServerConfiguration,
        willCopy: @escaping @Sendable ([String]) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.willCopy = willCopy
    }

    private var copies: StoreCopy { StoreCopy(folder: configuration.dataFolder, willBegin: willCopy) }

    /// Copies the database to the new file `path`, also while the server runs, and looks through the copy.
    /// - Throws: `CommandError`, of code `conflict` where there is something at `path`.
    package func backUp(to path: String, progress: @escaping StoreCopy.Progress) async throws(CommandError)
        -> Record
    {
        do {
            try await copies.make(at: path, progress: progress)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
            return Record(["file": .text(path), "bytes": .number(size ?? 0)])
        } catch {
            throw CommandError(error)
        }
    }

    /// Puts a copy of the file `path` in the place of the database, which stays beside it.
    /// - Throws: `CommandError`, of code `conflict` while a server runs.
    package func restore(from path: String, progress: @escaping StoreCopy.Progress) async throws(CommandError)
        -> Record
    {
        do {
            try Self.requireFile(path)
            try Store.makeFolder(configuration.dataFolder)
            let folder = try DataFolder(path: configuration.dataFolder)
            guard folder.own() else { throw DataFolderError.inUse(path: folder.path) }
            defer { folder.disown() }
            let aside = try await copies.restore(
                from: path,
                migrations: configuration.migrationsFolder,
                suffix: "before-restore-\(Self.stamp)",
                progress: progress
            )
            return Record(["file": .text(path), "kept": aside.map { .text($0) } ?? .null])
        } catch {
            throw CommandError(error)
        }
    }

    /// Looks whether the file `path` could be put in the place of the database, and changes nothing.
    package func examine(_ path: String) async throws(CommandError) -> Record {
        do {
            try Self.requireFile(path)
            try await StoreCopy.examine(path, migrations: configuration.migrationsFolder)
            return Record(["file": .text(path)])
        } catch {
            throw CommandError(error)
        }
    }

    private static func requireFile(_ path: String) throws(CommandError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandError("not_found", "there is no file '\(path)'")
        }
    }

    /// What each check of the database found, also while the server runs: one record for each.
    package func check() async throws(CommandError) -> [Record] {
        do {
            let check = try await DatabaseCheck(
                folder: configuration.dataFolder,
                migrations: configuration.migrationsFolder
            )
            return DatabaseCheck.Subject.allCases.map { subject in
                let problems = check.problems[subject] ?? []
                return Record([
                    "check": .text(subject.rawValue), "ok": .flag(problems.isEmpty),
                    "problems": .list(problems.map { .text($0) }),
                ])
            }
        } catch {
            throw CommandError(error)
        }
    }

    /// The steps of the schema that the database lacks.
    package func pendingMigrations() async throws(CommandError) -> [String] {
        do {
            // A database that is not there lacks nothing, but a folder that is not there is another one than was meant.
            _ = try DataFolder(path: configuration.dataFolder)
            return try await PendingMigrations(
                folder: configuration.dataFolder,
                migrations: configuration.migrationsFolder
            ).names
        } catch {
            throw CommandError(error)
        }
    }

    /// Applies the steps that the database lacks, after a copy of it.
    /// - Returns: Their names and where the copy is; no names where it has them all.
    /// - Throws: `CommandError`, of code `conflict` while a server runs.
    package func migrate(progress: @escaping Progress) async throws(CommandError) -> (
        names: [String], backup: String?
    ) {
        do {
            let folder = try DataFolder(path: configuration.dataFolder)
            guard folder.own() else { throw DataFolderError.inUse(path: folder.path) }
            defer { folder.disown() }
            return try await migrateOwned(progress: progress)
        } catch {
            throw CommandError(error)
        }
    }

    /// The same for whoever owns the folder.
    func migrateOwned(progress: @escaping Progress = { _, _ in }) async throws(CommandError) -> (
        names: [String], backup: String?
    ) {
        let names = try await pendingMigrations()
        guard let first = names.first else { return ([], nil) }
        let path = "\(configuration.dataFolder)/roost.sqlite.before-\(first.prefix(4))-\(Self.stamp)"
        do {
            try await copies.make(at: path) { progress("copying", $0) }
            var count = 0
            let store = try await Store.open(
                folder: configuration.dataFolder,
                migrations: configuration.migrationsFolder
            ) { _ in
                count += 1
                progress("applying", Double(count) / Double(names.count))
            }
            try await store.close()
            return (names, path)
        } catch {
            throw CommandError(error)
        }
    }

    /// Makes sure that the database has every step, or says what to do.
    func requireMigrated() async throws(CommandError) {
        let names = try await pendingMigrations()
        guard names.isEmpty else {
            throw CommandError(
                "migration_needed",
                "the database is of an earlier version (it lacks \(names.joined(separator: ", "))): run "
                    + "'roost db migrate', which keeps a copy of it"
            )
        }
    }

    /// The time as file names have it, such as `20260131T120000Z`.
    private static var stamp: String {
        Date().formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted))
    }
}
