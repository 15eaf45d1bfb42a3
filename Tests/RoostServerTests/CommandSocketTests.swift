import Configuration
import Foundation
import Logging
import NIOCore
import NIOPosix
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
    private func withSocket<Result: Sendable>(
        _ body: @escaping @Sendable (DataFolder) async throws -> Result
    ) async throws -> Result {
        let folder = try DataFolder(path: files.data)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let host = ModuleHost(
            store: store,
            folders: [files.path],
            dataFolder: files.data,
            bus: ModuleBus(),
            services: QuietHouse(),
            logger: logger
        )
        let desk = Desk(
            authority: authority,
            store: store,
            configuration: try await configuration,
            host: host
        )
        let socket = CommandSocket(folder: folder, desk: desk, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: socket)], logger: logger))
        let running = Task { try await group.run() }
        // Until it listens, there is nobody who answers.
        _ = try await folder.retry {
            try await CommandSocket.perform(AskedCommand(.module(.list)), in: folder)
        }
        let result = try await body(try DataFolder(path: files.data))
        await group.triggerGracefulShutdown()
        try await running.value
        return result
    }

    private var configuration: ServerConfiguration {
        get async throws {
            let options = ["data": files.data, "migrations": TemporaryFolder.migrations].mapValues {
                ConfigValue(.string($0), isSecret: false)
            }
            let values = Dictionary(uniqueKeysWithValues: options.map { (AbsoluteConfigKey([$0]), $1) })
            return try await ServerConfiguration(
                config: ConfigReader(provider: InMemoryProvider(values: values))
            )
        }
    }

    @Test("who comes while the server shuts down is let go, and ends nothing")
    func shutDown() async throws {
        for _ in 0..<20 {
            let comers = try await withSocket { folder in
                Task {
                    // As long as there is somebody who listens.
                    while let link = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                        .connect(unixDomainSocketPath: folder.socketPath).get()
                    {
                        link.close(promise: nil)
                    }
                }
            }
            await comers.value
        }
    }

    @Test("a command reaches who is connected before it is answered; a refusal says why")
    func performs() async throws {
        let (token, _) = try await authority.enter("ada")
        let live = try await authority.connect(token: token, caller: Caller())
        try await withSocket { folder in
            let done = try await CommandSocket.perform(AskedCommand(.user(.disable(user: "ada"))), in: folder)
            #expect(try done?.records().first?["sessions"] == 1)
            #expect(throws: SessionEnd.disabled) { try live.use() }
            let refused = try #require(
                try await CommandSocket.perform(
                    AskedCommand(.user(.setRole(user: "ada", role: "king"))),
                    in: folder
                )
            )
            let error = #expect(throws: CommandError.self) { try refused.records() }
            #expect(error?.code == "bad_request" && error?.message.contains("king") == true)
        }
    }

    @Test("a command about modules is answered with how they are, or with why it is refused")
    func modules() async throws {
        // All that a list looks for in a file.
        try "roost_make_Idle\0".write(toFile: files.path + "/libIdle.so", atomically: true, encoding: .utf8)
        try await withSocket { folder in
            let listed = try await CommandSocket.perform(AskedCommand(.module(.list)), in: folder)
            #expect(try listed?.records().contains { $0["name"] == "Idle" && $0["state"] == "off" } == true)
            let refused = try #require(
                try await CommandSocket.perform(AskedCommand(.module(.enable(name: "Absent"))), in: folder)
            )
            let error = #expect(throws: CommandError.self) { try refused.records() }
            #expect(error?.code == "not_found" && error?.message.contains("Absent") == true)
        }
    }

    @Test("without a server nobody answers, also where one left its socket behind")
    func nobody() async throws {
        let folder = try DataFolder(path: files.data)
        #expect(try await CommandSocket.perform(AskedCommand(.user(.list)), in: folder) == nil)
        try await withSocket { _ in }
        #expect(try await CommandSocket.perform(AskedCommand(.user(.list)), in: folder) == nil)
    }

    @Test("a line that is no command is answered, and the server goes on")
    func notUnderstood() async throws {
        try await withSocket { folder in
            let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: folder.socketPath) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let answer = try await client.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "{\"later\":{}}\n"))
                var text = ""
                for try await part in inbound { text += String(buffer: part) }
                return text
            }
            #expect(answer.contains("not_understood"))
            #expect(
                try await CommandSocket.perform(AskedCommand(.user(.list)), in: folder)?.records().isEmpty
                    == true
            )
        }
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
