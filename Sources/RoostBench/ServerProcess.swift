import Foundation
import Glibc

/// The process that listens on a port of this machine, as `/proc` shows it.
struct ServerProcess: Sendable, Equatable {
    /// How much of a file is read: some 7,000 sockets.
    private static let byteLimit = 1 << 20

    let pid: Int
    /// The folder of the process.
    private let folder: String

    /// The process that listens on `port`, as the system describes it in the folder `proc`.
    /// - Returns: nil where there is none, or where it is not ours to look at.
    static func listening(on port: Int, proc: String = "/proc") -> ServerProcess? {
        let inodes = ["tcp", "tcp6"].reduce(into: Set<String>()) { inodes, table in
            guard let text = text(of: "\(proc)/net/\(table)") else { return }
            inodes.formUnion(listeners(in: text, port: port))
        }
        guard !inodes.isEmpty else { return nil }
        let targets = Set(inodes.map { "socket:[\($0)]" })
        return pids(in: proc).lazy.map { ServerProcess(pid: $0, folder: "\(proc)/\($0)") }
            .first { $0.opens(targets) }
    }

    /// The inodes of the sockets in a table of `/proc/net` that listen on `port`.
    static func listeners(in table: String, port: Int) -> [String] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":"),
                Int(fields[1][fields[1].index(after: colon)...], radix: 16) == port
            else { return nil }
            return String(fields[9])
        }
    }

    /// What the process has used up to now; nil once it is gone.
    func sample() -> ProcessSample? {
        guard let stat = Self.text(of: "\(folder)/stat"), let statm = Self.text(of: "\(folder)/statm") else {
            return nil
        }
        return ProcessSample(
            stat: stat,
            statm: statm,
            ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
            pageSize: sysconf(Int32(_SC_PAGESIZE))
        )
    }

    private func opens(_ targets: Set<String>) -> Bool {
        let descriptors = "\(folder)/fd"
        // Another user's process does not show its descriptors, and is not the one that we can look at.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
        return names.contains { name in
            // A descriptor may be closed meanwhile.
            guard
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "\(descriptors)/\(name)"
                )
            else { return false }
            return targets.contains(target)
        }
    }

    private static func pids(in proc: String) -> [Int] {
        // Without /proc there is nothing to find.
        ((try? FileManager.default.contentsOfDirectory(atPath: proc)) ?? []).compactMap { Int($0) }.sorted()
    }

    /// The text of a file that is made as it is read; of a long one the beginning, where listening sockets stand.
    private static func text(of path: String) -> String? {
        // With a limit of its own: the whole file, by its name, would be the first few kilobytes, as its size is said to be 0.
        // A process may end at any moment, and then there is nothing to read.
        guard let bytes = try? FileHandle(forReadingAtPath: path)?.read(upToCount: byteLimit) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
