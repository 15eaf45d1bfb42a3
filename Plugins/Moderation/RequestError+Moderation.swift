internal import RoostKit

// Every refusal of this module; docs/protocol.md has the table.
extension RequestError {
    static func banned(_ ban: Action) -> RequestError {
        RequestError(code: "banned", message: "You are banned here\(ban.explanation)")
    }

    static func muted(_ mute: Action) -> RequestError {
        RequestError(code: "muted", message: "You are muted here\(mute.explanation)")
    }

    static func tooSoon(milliseconds: Int64) -> RequestError {
        RequestError(
            code: "slow_down",
            message: "That is too fast; wait a moment.",
            retryAfter: Int((milliseconds + 999) / 1_000)
        )
    }

    static let readOnly = RequestError(code: "read_only", message: "Only moderators post here just now.")
    static let locked = RequestError(code: "locked", message: "The room takes nobody in just now.")
    static let lockdown = RequestError(
        code: "lockdown",
        message: "The server is closed to you just now; come back later.",
        isRetryable: true
    )
    static let noLinks = RequestError(code: "no_links", message: "New accounts may not post links yet.")
    static let duplicate = RequestError(code: "duplicate", message: "You have said the same often enough.")
    static let filtered = RequestError(code: "filtered", message: "This may not be said here.")
    static let held = RequestError(code: "held", message: "A moderator looks at your message first.")
    static let tooComplex = RequestError(
        code: "too_complex",
        message: "The message takes too long to check; make it shorter."
    )
    static let outranked = RequestError(
        code: "outranked",
        message: "Nobody acts on those of the same or a higher rank."
    )
    static let notInForce = RequestError(code: "not_in_force", message: "Nothing like that holds just now.")
    static let unknown = RequestError(code: "not_found", message: "There is no such thing here.")
    static let queueFull = RequestError(
        code: "queue_full",
        message: "Too much waits for the moderators already; try again later.",
        isRetryable: true
    )
    static let busy = RequestError(
        code: "busy",
        message: "The moderators have too much to do just now; try again in a moment.",
        isRetryable: true
    )

    static func claimed(by user: String) -> RequestError {
        RequestError(code: "claimed", message: "\(user) looks after this one.")
    }

    static func bad(_ field: String, _ rule: String) -> RequestError {
        RequestError(code: "bad_request", message: "the field '\(field)' must be \(rule)")
    }
}

extension Action {
    /// The end of a sentence: until when, and why.
    fileprivate var explanation: String {
        (until.map { " until \(WireTime.text(of: $0))" } ?? "") + (reason.map { ": \($0)" } ?? ".")
    }
}
