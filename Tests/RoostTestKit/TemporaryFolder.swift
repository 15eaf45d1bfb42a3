import Foundation
package import RoostStore

/// A folder of one test, which is removed with it.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes the folder.
    package init() throws {
        path = FileManager.default.temporaryDirectory.path + "/roost-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind is in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The data folder, which does not exist before a store makes it.
    package var data: String { path + "/data" }

    /// The migrations of this repository.
    package static let migrations: String = {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent("migrations").path
    }()

    /// A store in the data folder.
    package func openStore() async throws -> Store {
        try await Store.open(folder: data, migrations: Self.migrations)
    }
}
