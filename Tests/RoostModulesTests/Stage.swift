import Foundation
import Logging
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostModules

/// A folder for module files and a host on a database of its own.
final class Stage: Sendable {
    let temporary: TemporaryFolder
    let store: Store
    let host: ModuleHost
    /// What modules and host said.
    let log = LogWatch()
    private let folders: [String]

    /// A host that looks for modules in this stage's folder, and then in `others`.
    init(others: [String] = []) async throws {
        temporary = try TemporaryFolder()
        store = try await temporary.openStore()
        folders = [temporary.path] + others
        host = Self.host(store, folders, temporary.data, log)
    }

    /// Where the module files are.
    var folder: String { temporary.path }

    /// Another host on the same database and folders, as after a restart.
    func anotherHost() -> ModuleHost { Self.host(store, folders, temporary.data, log) }

    private static func host(_ store: Store, _ folders: [String], _ data: String, _ log: LogWatch)
        -> ModuleHost
    {
        ModuleHost(
            store: store,
            folders: folders,
            dataFolder: data,
            bus: ModuleBus(),
            services: QuietHouse(),
            logger: log.logger
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

extension Stage {
    /// What `notes:list` answers, in `by`.
    func ask() async throws -> String {
        struct Reply: Decodable {
            let by: String
        }
        let request = try #require(host.bus.request(named: "notes:list"))
        return try JSONDecoder().decode(Reply.self, from: Data(try await request.ack(to: []))).by
    }
}
