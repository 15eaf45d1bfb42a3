internal import FoundationEssentials
internal import Glibc

/// A file that is there only once it is whole, for its owner's eyes only: until then it is beside its place.
package struct NewFile: Sendable {
    /// Where it will be.
    package let path: String
    /// Where it is until then.
    package var partial: String { path + ".partial" }

    /// A file that is to be at `path`; what an earlier attempt left is gone.
    /// - Throws: `StoreError.exists` where there is something at `path`.
    package init(path: String) throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
        self.path = path
        discard()
    }

    /// Makes an empty file at `partial`, and answers its open descriptor.
    package func create() throws(StoreError) -> CInt {
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(with: path) }
        return descriptor
    }

    /// Removes what there is of it.
    package func discard() {
        unlink(partial)
    }

    /// Gives the finished file its name, which nothing else may have got meanwhile; it is on the disk then.
    package func publish() throws(StoreError) {
        try Self.sync(partial)
        if link(partial, path) == 0 {
            unlink(partial)
        } else if [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) {
            // Disks that other systems read, too, give a file no second name.
            guard !FileManager.default.fileExists(atPath: path) else { throw .exists(path: path) }
            guard rename(partial, path) == 0 else { throw Self.failure(with: path) }
        } else {
            throw errno == EEXIST ? .exists(path: path) : Self.failure(with: path)
        }
        try Self.sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Waits until what was written to the file or folder at `path` is on the disk.
    static func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        // Some file systems have nothing to wait for with folders.
        guard descriptor >= 0, fsync(descriptor) == 0 || errno == EINVAL else { throw failure(with: path) }
    }

    private static func failure(with path: String) -> StoreError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
