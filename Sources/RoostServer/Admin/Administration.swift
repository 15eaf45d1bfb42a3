import Foundation
package import RoostAuth
package import RoostModules
import RoostStore

/// What the command line does with a server's data, while the server runs and while it does not.
package struct Administration: Sendable {
    private let configuration: ServerConfiguration

    /// The administration of the server that `configuration` describes.
    package init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Adds an account.
    /// - Throws: `SignUpError`, or what is wrong with the data folder.
    package func addUser(name: String, password: String, role: Role) async throws -> Account {
        try await withAuthority { try await $0.addUser(name: name, password: password, role: role) }
    }

    /// Every account.
    /// - Throws: What is wrong with the data folder.
    package func users() async throws -> [Account] {
        try await withAuthority { try await $0.accounts() }
    }

    /// The sessions of the user named `name`, the one used last first.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func sessions(ofUser name: String) async throws -> [OpenSession] {
        try await withAuthority { try await $0.sessions(ofUser: name) }
    }

    /// Performs `command`, and says how many sessions it reached; on return nobody is connected with one that ended.
    ///
    /// The running server performs it where there is one. Where there is none, none starts meanwhile.
    /// - Throws: Why it was refused, or what is wrong with the data folder.
    package func perform(_ command: AccountCommand) async throws -> Int {
        let folder = try DataFolder(path: configuration.dataFolder)
        return try await folder.retry {
            if let reply = try await CommandSocket.perform(.account(command), in: folder) {
                return try reply.sessions()
            }
            guard folder.own() else { return nil }
            return try await withAuthority { try await command.perform(by: $0) }
        }
    }

    /// The modules: those that are enabled, and those that could be.
    ///
    /// The running server says what they do; where there is none, their files say what a server would load.
    /// - Throws: What is wrong with the running server's socket.
    package func modules() async throws -> [ModuleReport] {
        if let reports = try await perform(.list) { return reports }
        return ModuleSurvey.states(
            enabled: configuration.modules,
            folders: configuration.moduleFolders,
            dataFolder: configuration.dataFolder
        ).map(ModuleReport.init)
    }

    /// Has the running server perform `command`, and says how its modules are then; `nil` where no server runs.
    /// - Throws: Why it was refused.
    package func perform(_ command: ModuleCommand) async throws -> [ModuleReport]? {
        // Without a folder there is no server in it.
        guard FileManager.default.fileExists(atPath: configuration.dataFolder) else { return nil }
        let folder = try DataFolder(path: configuration.dataFolder)
        return try await CommandSocket.perform(.module(command), in: folder)?.reports()
    }

    private func withAuthority<T: Sendable>(_ work: (Authority) async throws -> T) async throws -> T {
        let store = try await Store.open(
            folder: configuration.dataFolder,
            migrations: configuration.migrationsFolder
        )
        let hasher = PasswordHasher(cost: .standard)
        let authority = try await Authority.open(store: store, hasher: hasher, policy: configuration.signUp)
        let result = try await work(authority)
        try await store.close()
        return result
    }
}
