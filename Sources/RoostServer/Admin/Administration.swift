import Foundation
import RoostAuth
import RoostKit
import RoostModules
import RoostStore

/// What the command line does with a server's data: through the server while it runs, else by itself.
package struct Administration: Sendable {
    private let configuration: ServerConfiguration

    /// The administration of the server that `configuration` describes.
    package init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Performs `command`, and answers with what there is to say.
    ///
    /// The running server performs it where there is one. Where there is none, none starts meanwhile. On return nobody
    /// is connected with a session that the command ended.
    /// - Throws: `CommandError`.
    package func perform(_ command: Command) async throws(CommandError) -> [Record] {
        do {
            if command.need == .newData { try Store.makeFolder(configuration.dataFolder) }
            // Without a folder there is no server in it.
            if command.need == .server, !FileManager.default.fileExists(atPath: configuration.dataFolder) {
                throw CommandError.noServer
            }
            let folder = try DataFolder(path: configuration.dataFolder)
            let asked = AskedCommand(command)
            return try await folder.retry {
                if let reply = try await CommandSocket.perform(asked, in: folder) {
                    return try reply.records()
                }
                guard command.need != .server else { throw CommandError.noServer }
                guard folder.own() else { return nil }
                defer { folder.disown() }
                return try await withDesk { desk in
                    try await Origin.commanding(as: asked.systemUser) { try await command.perform(at: desk) }
                }
            }
        } catch {
            throw CommandError(error)
        }
    }

    /// What the modules' files say, without a server.
    package func moduleFiles() throws -> [Record] {
        try ModuleSurvey.states(
            enabled: configuration.modules,
            folders: configuration.moduleFolders,
            dataFolder: configuration.dataFolder
        ).map { try Record(ModuleReport($0)) }
    }

    private func withDesk<T: Sendable>(_ work: (Desk) async throws -> T) async throws -> T {
        try await DatabaseCare(configuration: configuration).requireMigrated()
        let store = try await Store.open(
            folder: configuration.dataFolder,
            migrations: configuration.migrationsFolder
        )
        let hasher = PasswordHasher(cost: configuration.passwordCost, threadCount: 1)
        let authority = try await Authority.open(store: store, hasher: hasher, policy: configuration.signUp)
        do {
            let result = try await work(
                Desk(authority: authority, store: store, configuration: configuration)
            )
            try await store.close()
            return result
        } catch {
            // What went wrong first is what the operator hears of.
            try? await store.close()
            throw error
        }
    }
}
