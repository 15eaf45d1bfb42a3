import RoostAuth
import RoostModules
import RoostStore

/// What a command works with: the parts of a running server, or the data that no server has open.
struct Desk: Sendable {
    let authority: Authority
    let store: Store
    let configuration: ServerConfiguration
    /// The modules of the running server; `nil` where none runs.
    var host: ModuleHost?
    /// What has modules erase; `nil` where no server runs, and the next start does it.
    var erasing: Erasing?
    /// The rest of the running server; `nil` where none runs.
    var services: ChatServices?

    /// The modules of the running server.
    /// - Throws: `CommandError.noServer`.
    func modules() throws(CommandError) -> ModuleHost {
        guard let host else { throw .noServer }
        return host
    }

    /// The rest of the running server.
    /// - Throws: `CommandError.noServer`.
    func running() throws(CommandError) -> ChatServices {
        guard let services else { throw .noServer }
        return services
    }

    /// What a browser opens: the token is in the fragment, which no server and no log gets.
    func link(_ purpose: String, _ token: String) -> String {
        "\(configuration.address)/#\(purpose)=\(token)"
    }
}
