internal import CModuleGuard
internal import Glibc

/// Which modules ended a server's process: a small file, mapped, in which a crashing thread marks its module.
///
/// A line per module: a mark, a space, the module's name. Nothing is written per call, and what was marked outlives the
/// process, not the machine's power.
struct CrashJournal: Sendable {
    /// A module's byte in the journal; the mapping stays until the process ends.
    struct Mark: Sendable {
        private let address: UInt

        fileprivate init(_ address: UnsafeMutableRawPointer) {
            self.address = UInt(bitPattern: address)
        }

        /// Where a crashing thread writes.
        var pointer: UnsafeMutablePointer<UInt8>? { UnsafeMutablePointer(bitPattern: address) }

        /// Whether the module ended a process.
        var isCrashed: Bool { pointer?.pointee == UInt8(roost_guard_crashed) }

        /// Forgets the crash.
        func clear() {
            pointer?.pointee = CrashJournal.fine
        }
    }

    fileprivate static let fine = UInt8(ascii: "-")
    private static let lineBytes = Limits.nameBytes + 3
    private let start: Mark
    private let capacity: Int

    /// The journal in the file at `path`, which is made where it is missing; `nil` where it cannot be mapped.
    init?(path: String) {
        let bytes = Self.lineBytes * Limits.journalLines
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return nil }
        defer { Glibc.close(file) }
        guard ftruncate(file, off_t(bytes)) == 0 else { return nil }
        guard let map = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), map != MAP_FAILED
        else { return nil }
        start = Mark(map)
        capacity = Limits.journalLines
        guard roost_guard_install() else { return nil }
    }

    /// The mark of the module named `name`, which gets a line where it has none; `nil` where there is no line left.
    ///
    /// By one caller at a time.
    func mark(of name: String) -> Mark? {
        guard let first = start.pointer else { return nil }
        for index in 0..<capacity {
            let line = UnsafeMutableBufferPointer(
                start: first + index * Self.lineBytes,
                count: Self.lineBytes
            )
            let isFree = line[0] == 0
            if isFree { Self.write(name, to: line) }
            if Self.name(in: line) == name {
                return Mark(UnsafeMutableRawPointer(first + index * Self.lineBytes))
            }
        }
        return nil
    }

    /// The modules that ended a server which used the file at `path`; for readers beside it.
    static func crashed(in path: String) -> Set<String> {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: lineBytes * Limits.journalLines)
        let count = fread(&text, 1, text.count, file)
        var names: Set<String> = []
        for line in stride(from: 0, to: count - lineBytes + 1, by: lineBytes)
        where text[line] == UInt8(roost_guard_crashed) {
            names.insert(name(in: text[line..<(line + lineBytes)]))
        }
        return names
    }

    private static func write(_ name: String, to line: UnsafeMutableBufferPointer<UInt8>) {
        let padded = Array(" \(name)".utf8) + [UInt8](repeating: UInt8(ascii: " "), count: lineBytes)
        for (index, byte) in padded.prefix(lineBytes - 2).enumerated() { line[index + 1] = byte }
        line[lineBytes - 1] = UInt8(ascii: "\n")
        // Last: a line whose first byte is zero is free.
        line[0] = fine
    }

    private static func name(in line: some Collection<UInt8>) -> String {
        String(decoding: line.dropFirst(2).prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }
}
