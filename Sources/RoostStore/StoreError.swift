internal import GRDB

/// Why the store did not open, read or write.
///
/// The description is one line for the operator.
package enum StoreError: Error, Hashable {
    /// The folder at `path` cannot hold the database.
    case folder(path: String, reason: String)
    /// The folder at `path` has no database, or is not there.
    case noDatabase(path: String)
    /// The file at `path`, beside the database, cannot be read or written.
    case file(path: String, reason: String)
    /// The file at `path` is not a sound database.
    case corrupt(path: String, reason: String)
    /// The schema changes themselves cannot be read, or one has no proper name.
    case migrations(path: String, reason: String)
    /// The database has the schema change `migration` of `owner`, which is not known here.
    case newer(owner: String, migration: String)
    /// The schema change `migration` of `owner` is not what was applied to the database.
    case changed(owner: String, migration: String)
    /// The schema change `migration` of `owner` does not run.
    case migration(owner: String, migration: String, reason: String)
    /// A primary key or unique index has the value already; `columns` names it, such as `user.name`.
    case duplicate(columns: String)
    /// Too much waits for the writer, or another process holds the lock for too long. A later try may succeed.
    case busy
    /// The session from which a change comes has ended.
    case outdated
    /// There is something at `path`, where a new file was to be.
    case exists(path: String)
    /// The calling task was cancelled before the answer came.
    case cancelled
    /// Anything else that SQLite reports, such as a full disk or a statement that it does not understand.
    case failed(reason: String)
}

extension StoreError: CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    package var description: String {
        switch self {
        case .folder(let path, let reason):
            "cannot use the data folder '\(path)' (\(reason)): make it writable or choose another one"
        case .noDatabase(let path):
            "there is no database in the data folder '\(path)': name another one with --data"
        case .file(let path, let reason): "cannot use the file '\(path)' (\(reason))"
        case .corrupt(let path, let reason):
            "the database '\(path)' is damaged (\(reason)): restore a backup or move the file away"
        case .migrations(let path, let reason):
            "cannot use the migrations in '\(path)' (\(reason)): reinstall Roost"
        case .newer(let owner, let migration):
            "the database was made by a newer version of \(owner) (it has '\(migration)'): install that version"
        case .changed(let owner, let migration):
            "the migration '\(migration)' of \(owner) was edited or moved after it was applied: restore its file"
        case .migration(let owner, let migration, let reason):
            "the migration '\(migration)' of \(owner) failed (\(reason)): nothing of it was applied; report this"
        case .duplicate(let columns):
            "a row with the same \(columns) exists already: choose another value"
        case .exists(let path): "there is a file '\(path)' already: choose another name"
        case .busy:
            "the database is busy: try again later"
        case .outdated:
            "the session that asked for this has ended: sign in again"
        case .cancelled:
            "the database was not asked to the end because the caller gave up: try again"
        case .failed(let reason):
            "the database refused (\(reason)): check the disk and the log"
        }
    }
}

extension StoreError {
    /// The case that `error`, thrown by GRDB, comes to.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as StoreError: error
            case let error as DatabaseError: StoreError(error)
            case is CancellationError: .cancelled
            default: .failed(reason: Self.oneLine("\(error)"))
            }
    }

    private init(_ error: DatabaseError) {
        let text = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        self =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
                .duplicate(columns: text.split(separator: ": ").last.map(String.init) ?? text)
            // A trigger's message says what is double.
            case .SQLITE_CONSTRAINT_TRIGGER: .duplicate(columns: text)
            case .SQLITE_BUSY: .busy
            default: .failed(reason: Self.reason(text, in: error.sql))
            }
    }

    /// The case that `error` comes to while the database at `path` opens, where the file and its folder are suspects.
    init(opening path: String, in folder: String, _ error: any Error) {
        guard let error = error as? DatabaseError else {
            self.init(error)
            return
        }
        let reason = Self.oneLine(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .corrupt(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR, .SQLITE_FULL:
            self = .folder(path: folder, reason: reason)
        default: self.init(error)
        }
    }

    private static func reason(_ text: String, in sql: String?) -> String {
        guard let sql else { return oneLine(text) }
        return oneLine("\(text) in: \(sql.prefix(200))")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
