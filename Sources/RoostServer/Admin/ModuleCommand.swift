import RoostModules

/// What a running server is asked to do through its socket; as JSON.
enum ServerCommand: Codable, Sendable {
    case account(AccountCommand)
    case module(ModuleCommand)
}

/// A question about the modules of a running server, or a change of one.
package enum ModuleCommand: Codable, Sendable {
    /// Says how the modules are.
    case list
    /// Starts a module.
    case enable(name: String)
    /// Ends a module.
    case disable(name: String)
    /// Replaces a module by what its file has now.
    case reload(name: String)

    /// Does it, and says how the modules are then.
    func perform(by host: ModuleHost) async throws(ModuleCommandError) -> [ModuleReport] {
        switch self {
        case .list: await host.readFolders()
        case .enable(let name): try await host.enable(name)
        case .disable(let name): try await host.disable(name)
        case .reload(let name): try await host.reload(name)
        }
        return await host.reports
    }
}
