import RoostAuth
import RoostModules
import RoostStore

/// A question about the modules of a running server, or a change of one; each is answered with how they are then.
package enum ModuleCommand: Codable, Sendable {
    /// Says how the modules are.
    case list
    /// Starts a module.
    case enable(name: String)
    /// Ends a module.
    case disable(name: String)
    /// Replaces a module by what its file has now.
    case reload(name: String)

    func perform(at desk: Desk) async throws -> [Record] {
        let host = try desk.modules()
        switch self {
        case .list: await host.readFolders()
        case .enable(let name):
            try await host.enable(name)
            try await desk.authority.note("module.enable", of: "module:\(name)", by: .command)
        case .disable(let name):
            try await host.disable(name)
            try await desk.authority.note("module.disable", of: "module:\(name)", by: .command)
        case .reload(let name):
            try await host.reload(name)
            try await desk.authority.note("module.reload", of: "module:\(name)", by: .command)
        }
        return try await host.reports.map { try Record($0) }
    }
}
