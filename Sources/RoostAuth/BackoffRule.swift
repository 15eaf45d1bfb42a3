/// How strict a `Backoff` is; times are milliseconds.
struct BackoffRule: Sendable {
    /// Failures that cost no wait.
    let freeCount: Int
    /// The longest wait.
    let cap: Int64
    /// The time after which one failure is forgotten.
    let forgetting: Int64
    /// Keys that are remembered.
    let keyLimit: Int

    /// The wait after `count` failures.
    func wait(after count: Int) -> Int64 {
        guard count >= freeCount else { return 0 }
        return min(cap, 1000 << min(count - freeCount, 30))
    }

    /// The first count whose wait is the cap: no more are counted, so that they are forgotten in a known time.
    var countLimit: Int {
        var count = freeCount
        while wait(after: count) < cap { count += 1 }
        return count
    }

    /// The whole seconds after which a wait is over.
    static func seconds(_ wait: Int64) -> Int { Int((wait + 999) / 1000) }

    /// A wait as people say it.
    static func words(_ seconds: Int) -> String {
        switch seconds {
        case 1: "1 second"
        case ..<120: "\(seconds) seconds"
        default: "\((seconds + 59) / 60) minutes"
        }
    }
}
