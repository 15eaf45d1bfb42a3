/// How fast somebody may post.
struct PaceLimits: Hashable, Sendable {
    /// How many messages within `window`.
    var messages = 10
    /// Milliseconds.
    var window: Int64 = 10_000
    /// How often the same text within `duplicateWindow`.
    var duplicates = 3
    /// Milliseconds.
    var duplicateWindow: Int64 = 60_000
    /// How often somebody may run into these limits within `window` times 6 before they are muted for a while.
    var strikes = 5

    /// How many of a user's messages are remembered for it.
    var memory: Int { max(messages, duplicates * 4, 16) }
}
