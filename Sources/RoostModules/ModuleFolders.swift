internal import FoundationEssentials
internal import Glibc

/// Where modules lie, as files `lib<Name>.so`.
struct ModuleFolders {
    let paths: [String]

    /// These folders, or where `paths` is empty: the folder of this program's kit, and `modules` in it.
    init(_ paths: [String]) {
        self.paths = paths.isEmpty ? Self.besideKit : paths
    }

    /// The module named `name`, from the first folder that has its file.
    func file(of name: String) throws(ModuleFault) -> ModuleFile {
        guard Self.isName(name) else { throw .badName }
        let file = "lib\(name).so"
        guard let path = paths.map({ "\($0)/\(file)" }).first(where: FileManager.default.fileExists(atPath:))
        else {
            throw .missing(file: file, folders: paths)
        }
        return ModuleFile(name: name, path: path)
    }

    /// The names of the modules in the folders, in order; none of their code runs.
    func names() -> [String] {
        var names: Set<String> = []
        for folder in paths {
            // A folder that is missing or closed to us has no modules for us.
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for file in files where file.hasPrefix("lib") && file.hasSuffix(".so") {
                let name = String(file.dropFirst(3).dropLast(3))
                guard Self.isName(name), Self.isModule("\(folder)/\(file)", name) else { continue }
                names.insert(name)
            }
        }
        return names.sorted()
    }

    static func isName(_ name: String) -> Bool {
        name.first?.isLetter == true && name.utf8.count <= Limits.nameBytes
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Whether the file at `path` has the symbol that modules have; other libraries may lie beside them.
    private static func isModule(_ path: String, _ name: String) -> Bool {
        // A file that cannot be read is not a module for us.
        guard let file = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
            return false
        }
        return file.withUnsafeBytes { contains(Array("roost_make_\(name)\0".utf8), in: $0) }
    }

    /// With the C library, also in debug builds fast: Foundation's search takes a second for ten megabytes.
    private static func contains(_ symbol: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while rest.count >= symbol.count, let start = rest.firstIndex(ofByte: symbol[0]) {
            rest = rest[start...]
            if rest.starts(withBytes: symbol) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private static var besideKit: [String] {
        guard let kit = KitFile.path, let slash = kit.lastIndex(of: "/") else { return [] }
        let folder = kit[..<slash]
        return [String(folder), "\(folder)/modules"]
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func firstIndex(ofByte byte: UInt8) -> Int? {
        let bytes = UnsafeRawBufferPointer(rebasing: self)
        guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
            return nil
        }
        return startIndex + (UnsafeRawPointer(found) - base)
    }

    fileprivate func starts(withBytes other: [UInt8]) -> Bool {
        guard other.count <= count, let base = UnsafeRawBufferPointer(rebasing: self).baseAddress else {
            return false
        }
        return memcmp(base, other, other.count) == 0
    }
}
