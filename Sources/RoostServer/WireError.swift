import Logging
import RoostAuth
import RoostKit
import RoostModules

/// An error as clients see it, in an ack or in an HTTP answer.
struct WireError {
    private static let logger = Logger(label: "roost")

    /// A stable name in lower case.
    let code: String
    /// What is wrong and what to do.
    let message: String
    /// Whether the same request may succeed later.
    let isRetryable: Bool
    /// After how many seconds, where that is known.
    var retryAfter: Int?

    /// What clients may know of `error`, which kept `request` from being done; what they may not goes to the log.
    init(_ error: any Error, in request: String) {
        switch error {
        case let error as any ClientFacingError:
            (code, message, isRetryable) = (error.code, error.message, error.isRetryable)
            retryAfter = error.retryAfter
        case let error as RequestError:
            (code, message, isRetryable) = (error.code, error.message, error.isRetryable)
            retryAfter = error.retryAfter
        case let error as ModuleUnavailable:
            (code, message, isRetryable) = ("unavailable", "\(error)", true)
        default:
            (code, message, isRetryable) = (
                "internal", "The server could not do this; its log says why.", true
            )
            Self.logger.error("a request failed", metadata: ["request": "\(request)", "error": "\(error)"])
        }
    }
}
