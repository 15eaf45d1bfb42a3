import RoostAuth
import RoostModules

/// What the server answers to a command on its socket.
enum CommandReply: Codable, Sendable {
    /// It is done, and has reached this many sessions.
    case done(sessions: Int)
    /// This is how the modules are.
    case modules([ModuleReport])
    /// It was refused, and nothing changed.
    case refused(code: String, message: String, isRetryable: Bool)

    init(_ error: any Error) {
        switch error {
        case let error as any ClientFacingError:
            self = .refused(code: error.code, message: error.message, isRetryable: error.isRetryable)
        case let error as ModuleCommandError:
            self = .refused(code: error.code, message: "\(error)", isRetryable: false)
        default:
            self = .refused(code: "internal", message: "\(error)", isRetryable: false)
        }
    }

    /// How many sessions were reached.
    /// - Throws: `RefusedCommand`.
    func sessions() throws(RefusedCommand) -> Int {
        guard case .done(let sessions) = self else { throw refusal }
        return sessions
    }

    /// How the modules are.
    /// - Throws: `RefusedCommand`.
    func reports() throws(RefusedCommand) -> [ModuleReport] {
        guard case .modules(let reports) = self else { throw refusal }
        return reports
    }

    private var refusal: RefusedCommand {
        guard case .refused(let code, let message, let isRetryable) = self else {
            return RefusedCommand(
                code: "not_understood",
                message: "The server is of another version than this command; restart it.",
                isRetryable: false
            )
        }
        return RefusedCommand(code: code, message: message, isRetryable: isRetryable)
    }
}
