import RoostAuth

/// The refusal of a command by the running server.
struct RefusedCommand: ClientFacingError {
    let code: String
    let message: String
    let isRetryable: Bool
}
