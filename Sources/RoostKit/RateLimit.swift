/// How often somebody may make a request: so many times at once, and as many again over a time.
///
/// Whoever asks more often is refused as `rate_limited`, with the seconds to wait. It counts by user, and by address for guests and
/// for whoever did not sign in; a reload of the module does not reset it.
public struct RateLimit: Hashable, Sendable {
    /// How many requests, at least 1.
    public let count: Int
    /// Over what time, at least a millisecond.
    public let period: Duration

    /// A limit from its parts; what is less than the least becomes that.
    public init(_ count: Int, per period: Duration) {
        self.count = max(count, 1)
        self.period = max(period, .milliseconds(1))
    }
}
