import RoostAuth

/// A command needs a running server, and there is none.
struct NoServer: ClientFacingError {
    var code: String { "no_server" }
    var message: String { "no server runs on this data folder: start it, or change 'modules.enabled'" }
    var isRetryable: Bool { true }
}
