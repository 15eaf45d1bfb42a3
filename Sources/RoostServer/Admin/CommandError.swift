import RoostAuth
import RoostKit
import RoostModules
import RoostStore

/// Why a command was not done, the same whether the server refused it or this process did.
package struct CommandError: ClientFacingError, Codable, Hashable {
    /// A stable name in lower case.
    package let code: String
    /// What is wrong and what to do, in one line.
    package let message: String
    /// Whether the same command may succeed later.
    package let isRetryable: Bool

    /// A refusal from its parts.
    package init(_ code: String, _ message: String, isRetryable: Bool = false) {
        self.code = code
        self.message = message
        self.isRetryable = isRetryable
    }

    /// What `error` comes to.
    package init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        // The operator may know what clients may not.
        case AccountError.unavailable(let error), SignUpError.unavailable(let error): self.init(error)
        case let error as any ClientFacingError:
            self.init(error.code, error.message, isRetryable: error.isRetryable)
        case let error as RequestError: self.init(error.code, error.message, isRetryable: error.isRetryable)
        case let error as ModuleCommandError: self.init(error.code, "\(error)")
        case StoreError.busy: self.init("busy", "\(error)", isRetryable: true)
        case StoreError.exists: self.init("conflict", "\(error)")
        case StoreError.noDatabase: self.init("no_data", "\(error)")
        case let error as DataFolderError: self.init(error.code, "\(error)")
        default: self.init("failed", "\(error)")
        }
    }

    /// There is no server, and it takes one.
    static let noServer = CommandError(
        "no_server",
        "no server runs on this data folder: start it with 'roost serve'",
        isRetryable: true
    )

    /// The server went away before it answered.
    static let noAnswer = CommandError(
        "no_answer",
        "the server ended before it answered: see whether the change was made",
        isRetryable: true
    )

    /// The server knows other commands.
    static let notUnderstood = CommandError(
        "not_understood",
        "the server is of another version than this command: restart it"
    )
}
