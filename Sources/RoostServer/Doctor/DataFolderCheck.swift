import Foundation
import Glibc

/// Whether the data folder can hold the server's data, and keeps it from others.
struct DataFolderCheck {
    let path: String

    private static let check = "data folder"
    private static let mebibyte: UInt64 = 1 << 20

    func findings() -> [Finding] {
        guard let status = Status(of: path) else { return [missing()] + [space(at: existingParent)] }
        guard status.isFolder else {
            return [Finding(Self.check, .problem, "\(path) is not a folder: move it away")]
        }
        return [folder(status)] + files() + [space(at: path)]
    }

    private func missing() -> Finding {
        access(existingParent, W_OK | X_OK) == 0
            ? Finding(Self.check, .ok, "\(path) does not exist yet: the server makes it")
            : Finding(Self.check, .problem, "\(path) cannot be made: \(existingParent) is not writable")
    }

    private func folder(_ status: Status) -> Finding {
        if status.owner != Int(geteuid()) {
            return Finding(Self.check, .problem, "\(path) belongs to another user: chown it, or run as them")
        }
        if access(path, R_OK | W_OK | X_OK) != 0 {
            return Finding(Self.check, .problem, "\(path) is not writable: chmod 700 it")
        }
        if status.mode & 0o022 != 0 {
            return Finding(Self.check, .problem, "others may write into \(path): chmod 700 it")
        }
        if status.mode & 0o055 != 0 {
            return Finding(Self.check, .warning, "others may look into \(path): chmod 700 it")
        }
        return Finding(Self.check, .ok, "\(path) is ours alone")
    }

    private func files() -> [Finding] {
        ["roost.sqlite", "roost.sqlite-wal", "roost.sqlite-shm"].compactMap { name in
            guard let status = Status(of: "\(path)/\(name)") else { return nil }
            if status.owner != Int(geteuid()) {
                return Finding("database", .problem, "\(path)/\(name) belongs to another user: chown it")
            }
            if status.mode & 0o077 != 0 {
                return Finding("database", .problem, "others may open \(path)/\(name): chmod 600 it")
            }
            return nil
        }
    }

    private func space(at folder: String) -> Finding {
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else {
            return Finding("disk space", .warning, "the disk of \(folder) does not say how much is free")
        }
        let free = UInt64(system.f_bavail) * UInt64(system.f_frsize) / Self.mebibyte
        let verdict: Finding.Verdict = free < 100 ? .problem : free < 1024 ? .warning : .ok
        return Finding("disk space", verdict, "\(free) MiB are free" + (verdict == .ok ? "" : ": make room"))
    }

    /// The folder closest above that exists.
    private var existingParent: String {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        while url.path != "/", Status(of: url.path) == nil { url.deleteLastPathComponent() }
        return url.path
    }

    /// What the system says of a file.
    private struct Status {
        let isFolder: Bool
        let owner: Int
        /// Who may do what, as bits.
        let mode: Int

        /// `nil` where there is no file at `path`.
        init?(of path: String) {
            let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
            // Without attributes there is no file for us.
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path) else {
                return nil
            }
            isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            owner = (attributes[.ownerAccountID] as? NSNumber)?.intValue ?? 0
            mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        }
    }
}
