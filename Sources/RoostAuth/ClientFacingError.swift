/// An error that a client gets to see: it becomes an ack or an HTTP answer.
package protocol ClientFacingError: Error {
    /// A stable name in lower case, part of the protocol.
    var code: String { get }

    /// What is wrong and what to do, in English. It may change.
    var message: String { get }

    /// Whether the same request may succeed later.
    var isRetryable: Bool { get }

    /// After how many seconds to try again, where that is known.
    var retryAfter: Int? { get }
}

extension ClientFacingError {
    /// Most refusals stand.
    package var isRetryable: Bool { false }

    /// Most refusals do not pass with time.
    package var retryAfter: Int? { nil }
}
