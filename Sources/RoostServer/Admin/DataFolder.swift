import Foundation
import Glibc

/// The open data folder: one process at a time owns it, and commands find a running server in it.
final class DataFolder: Sendable {
    /// Where it is, as the operator named it.
    let path: String
    private let descriptor: Int32

    /// Opens the folder at `path`, which must exist.
    init(path: String) throws(DataFolderError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw [ENOENT, ENOTDIR].contains(errno)
                ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The socket of the running server, under a name that is short enough for a socket wherever the folder is.
    var socketPath: String { "/proc/self/fd/\(descriptor)/roost.sock" }

    /// Makes this process the owner until `disown()`; false where another one is.
    func own() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Lets others own it.
    ///
    /// Whoever owns it says when they are done: the object itself may be gone after its last use.
    func disown() {
        flock(descriptor, LOCK_UN)
    }

    /// Makes this process the owner, at the latest after ten seconds: a command or an ending server is done by then.
    func ownInTime() async throws {
        _ = try await retry { own() ? true : nil }
    }

    /// What `attempt` answers as soon as it does not answer `nil`.
    func retry<T>(_ attempt: () async throws -> T?) async throws -> T {
        let end = ContinuousClock.now + .seconds(10)
        while true {
            if let result = try await attempt() { return result }
            guard ContinuousClock.now < end else { throw DataFolderError.inUse(path: path) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
