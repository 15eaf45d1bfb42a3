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

    /// Turns the second factor of the user named `name` off.
    /// - Throws: `SecondFactorError`, or what is wrong with the data folder.
    package func removeSecondFactor(of name: String) async throws {
        try await withAuthority { try await $0.removeSecondFactor(of: name) }
    }

    /// The modules: those that are enabled, and those that could be.
    package func modules() -> [ModuleState] {
        ModuleSurvey.states(enabled: configuration.modules, folders: configuration.moduleFolders)
    }

    private func withAuthority<T: Sendable>(_ work: (Authority) async throws -> T) async throws -> T {
        let store = try await Store.open(
            folder: configuration.dataFolder,
            migrations: configuration.migrationsFolder
        )
        let hasher = PasswordHasher(cost: configuration.passwordCost, threadCount: 1)
        let authority = try await Authority.open(store: store, hasher: hasher, policy: configuration.signUp)
        let result = try await work(authority)
        try await store.close()
        return result
    }
}
