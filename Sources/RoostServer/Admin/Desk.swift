import RoostAuth
import RoostChat
import RoostModules
import RoostStore

/// What a command works with: the parts of a running server, or the data that no server has open.
struct Desk: Sendable {
    let authority: Authority
    let store: Store
    let configuration: ServerConfiguration
    /// The modules of the running server; `nil` where none runs.
    var host: ModuleHost?
    /// The rooms of the running server; `nil` where none runs.
    var directory: RoomDirectory?
    /// What has modules erase; `nil` where no server runs, and the next start does it.
    var erasing: Erasing?

    /// The modules of the running server.
    /// - Throws: `CommandError.noServer`.
    func modules() throws(CommandError) -> ModuleHost {
        guard let host else { throw .noServer }
        return host
    }

    /// What a browser opens: the token is in the fragment, which no server and no log gets.
    func link(_ purpose: String, _ token: String) -> String {
        "http://\(configuration.host):\(configuration.port)/#\(purpose)=\(token)"
    }
}
