/// Refuses a request with an error that the client gets to see.
public struct RequestError: Error, Hashable, Sendable {
    /// A stable code in lower case, such as `bad_request`.
    public let code: String
    /// What is wrong and what to do, in English.
    public let message: String
    /// Whether the same request may succeed later.
    public let isRetryable: Bool
    /// After how many seconds, where that is known.
    public let retryAfter: Int?

    /// A refusal from its parts; one that says after what time to come again is retryable.
    public init(code: String, message: String, isRetryable: Bool = false, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.isRetryable = isRetryable || retryAfter != nil
        self.retryAfter = retryAfter
    }
}
