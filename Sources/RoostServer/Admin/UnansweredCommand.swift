import RoostAuth

/// The server went away before it answered.
struct UnansweredCommand: ClientFacingError {
    var code: String { "no_answer" }
    var message: String { "The server ended before it answered; see whether the change was made." }
    var isRetryable: Bool { true }
}
