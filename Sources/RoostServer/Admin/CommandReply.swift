import RoostAuth

/// What the server answers to a command on its socket.
enum CommandReply: Codable, Sendable {
    /// It is done, and has reached this many sessions.
    case done(sessions: Int)
    /// It was refused, and nothing changed.
    case refused(code: String, message: String, isRetryable: Bool)

    init(_ error: any ClientFacingError) {
        self = .refused(code: error.code, message: error.message, isRetryable: error.isRetryable)
    }

    /// How many sessions were reached.
    /// - Throws: `RefusedCommand`.
    func sessions() throws(RefusedCommand) -> Int {
        switch self {
        case .done(let sessions): return sessions
        case .refused(let code, let message, let isRetryable):
            throw RefusedCommand(code: code, message: message, isRetryable: isRetryable)
        }
    }
}

/// The refusal of a command by the running server.
struct RefusedCommand: ClientFacingError {
    let code: String
    let message: String
    let isRetryable: Bool
}

/// The server went away before it answered.
struct UnansweredCommand: ClientFacingError {
    var code: String { "no_answer" }
    var message: String { "The server ended before it answered; see whether the change was made." }
    var isRetryable: Bool { true }
}
