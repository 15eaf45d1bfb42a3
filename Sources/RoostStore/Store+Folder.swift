internal import FoundationEssentials

extension Store {
    /// Makes the data folder at `path` where there is none, for its owner's eyes only.
    package static func makeFolder(_ path: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .folder(path: path, reason: "it cannot be created")
        }
    }
}
