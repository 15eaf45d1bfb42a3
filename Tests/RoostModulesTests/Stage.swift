import Foundation
import Logging
import RoostKit
import RoostStore
import Testing

@testable import RoostModules

/// A folder for module files and a host on a database of its own.
final class Stage: Sendable {
    let folder: String
    let store: Store
    let host: ModuleHost
    private let folders: [String]

    /// A host that looks for modules in this stage's folder, and then in `others`.
    init(others: [String] = []) async throws {
        folder = FileManager.default.temporaryDirectory.path + "/roost-modules-" + UUID().uuidString
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        store = try await Store.open(
            folder: folder + "/data",
            migrations: root.appendingPathComponent("migrations").path
        )
        folders = [folder] + others
        host = Self.host(store, folders)
    }

    deinit {
        // What stays behind is in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Another host on the same database and folders, as after a restart.
    func anotherHost() -> ModuleHost { Self.host(store, folders) }

    private static func host(_ store: Store, _ folders: [String]) -> ModuleHost {
        ModuleHost(
            store: store,
            folders: folders,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Writes the file of a module named `name`.
    func write(_ text: String, as name: String) throws {
        try text.write(toFile: "\(folder)/lib\(name).so", atomically: true, encoding: .utf8)
    }

    /// Compiles a shared object from `source`, in C, as the file of a module named `name`.
    func compile(_ source: String, as name: String) throws {
        let file = "\(folder)/\(name).c"
        try source.write(toFile: file, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-o", "\(folder)/lib\(name).so", file]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
    }

    /// Why the module named `name` failed, or `nil`.
    func reason(_ name: String) async -> String? {
        guard case .failed(let reason) = await host.states.first(where: { $0.name == name })?.status else {
            return nil
        }
        return reason
    }
}
