import Foundation
import RoostStore

/// A folder of one test, which is removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/roost-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind is in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The data folder, which does not exist before a store makes it.
    var data: String { path + "/data" }

    var database: String { data + "/roost.sqlite" }

    /// A folder for migrations of the test's own.
    var migrations: String { path + "/migrations" }

    /// The migrations of this repository.
    static let released: String = {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent("migrations").path
    }()

    func open() async throws -> Store {
        try await Store.open(folder: data, migrations: Self.released)
    }

    func write(_ text: String, to file: String) throws {
        try FileManager.default.createDirectory(atPath: migrations, withIntermediateDirectories: true)
        try text.write(toFile: migrations + "/" + file, atomically: true, encoding: .utf8)
    }

    func openWithOwnMigrations() async throws -> Store {
        try await Store.open(folder: data, migrations: migrations)
    }

    func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
