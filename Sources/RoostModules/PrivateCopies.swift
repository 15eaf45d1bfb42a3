internal import FoundationEssentials

/// The server's own copies of module files: what is installed may be written over while its code runs.
///
/// Each load has a copy under a new name, so that a new version is opened beside the old one.
struct PrivateCopies {
    private let folder: String

    /// Copies in `folder`, which is emptied: those of an earlier server are of no use.
    init(folder: String) {
        self.folder = folder
        // What does not work here is reported by the first copy.
        try? FileManager.default.removeItem(atPath: folder)
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// `file`, to be opened from a copy.
    func copy(of file: ModuleFile) throws(ModuleFault) -> ModuleFile {
        let copy = "\(folder)/lib\(file.name)-\(UInt64.random(in: 0 ... .max)).so"
        do {
            // Not a copy of the item: that of a link would be a link.
            try Data(contentsOf: URL(filePath: file.path)).write(to: URL(filePath: copy))
        } catch {
            throw .notModule(path: file.path, reason: "it cannot be copied: \(OneLine.text(of: error))")
        }
        return ModuleFile(name: file.name, path: file.path, openedPath: copy)
    }
}
