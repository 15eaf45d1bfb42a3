import Foundation
import Logging
import RoostAuth
import RoostModules
import RoostStore
import RoostTestKit
import ServiceLifecycle
import Testing

@testable import RoostServer

@Suite("CommandSocket: commands to a running server")
struct CommandSocketTests {
    private let files: TemporaryFolder
    private let store: Store
    private let authority: Authority

    init() async throws {
        files = try TemporaryFolder()
        store = try await files.openStore()
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        authority = try await Authority.open(store: store, hasher: hasher, policy: .open)
    }

    /// A folder with a server in it, while `body` runs.
    private func withSocket(_ body: @escaping @Sendable (DataFolder) async throws -> Void) async throws {
        let folder = try DataFolder(path: files.data)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let host = ModuleHost(store: store, folders: [files.path], dataFolder: files.data, logger: logger)
        let socket = CommandSocket(folder: folder, authority: authority, modules: host, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: socket)], logger: logger))
        let running = Task { try await group.run() }
        // Until it listens, there is nobody who answers.
        _ = try await folder.retry {
            try await CommandSocket.perform(.account(.endSessions(user: "nobody")), in: folder)
        }
        try await body(try DataFolder(path: files.data))
        await group.triggerGracefulShutdown()
        try await running.value
    }

    @Test("a command reaches who is connected before it is answered; a refusal says why")
    func performs() async throws {
        let (token, _) = try await authority.enter("ada")
        let live = try await authority.connect(token: token, caller: Caller())
        try await withSocket { folder in
            let done = try await CommandSocket.perform(.account(.disable(user: "ada")), in: folder)
            #expect(try done?.sessions() == 1)
            #expect(throws: SessionEnd.disabled) { try live.use() }
            let refused = try #require(
                try await CommandSocket.perform(.account(.setRole(user: "ada", role: "king")), in: folder)
            )
            let error = #expect(throws: RefusedCommand.self) { try refused.sessions() }
            #expect(error?.code == "bad_request" && error?.message.contains("king") == true)
        }
    }

    @Test("a command about modules is answered with how they are, or with why it is refused")
    func modules() async throws {
        // All that a list looks for in a file.
        try "roost_make_Idle\0".write(toFile: files.path + "/libIdle.so", atomically: true, encoding: .utf8)
        try await withSocket { folder in
            let listed = try await CommandSocket.perform(.module(.list), in: folder)
            #expect(try listed?.reports().contains { $0.name == "Idle" && $0.state == "off" } == true)
            let refused = try #require(
                try await CommandSocket.perform(.module(.enable(name: "Absent")), in: folder)
            )
            let error = #expect(throws: RefusedCommand.self) { try refused.reports() }
            #expect(error?.code == "not_found" && error?.message.contains("Absent") == true)
        }
    }

    @Test("without a server nobody answers, also where one left its socket behind")
    func nobody() async throws {
        let folder = try DataFolder(path: files.data)
        #expect(try await CommandSocket.perform(.account(.enable(user: "ada")), in: folder) == nil)
        try await withSocket { _ in }
        #expect(try await CommandSocket.perform(.account(.enable(user: "ada")), in: folder) == nil)
    }

    @Test("one owns a data folder at a time")
    func owner() throws {
        var first: DataFolder? = try DataFolder(path: files.data)
        let second = try DataFolder(path: files.data)
        #expect(first?.own() == true)
        #expect(!second.own())
        first = nil
        #expect(second.own())
        #expect(throws: DataFolderError.self) { _ = try DataFolder(path: files.path + "/missing") }
    }
}
