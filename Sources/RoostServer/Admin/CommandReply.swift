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
