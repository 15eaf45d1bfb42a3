/// Who failed how often, and how long they wait for it: nothing at first, then twice as long each time, up to a cap.
///
/// Failures are forgotten one by one while nothing more happens. Times are milliseconds.
struct Backoff<Key: Hashable & Sendable>: Sendable {
    private struct Failures {
        var count: Int
        var lastAt: Int64
    }

    private let rule: BackoffRule
    private let countLimit: Int
    private var failures: [Key: Failures] = [:]

    init(_ rule: BackoffRule) {
        self.rule = rule
        countLimit = rule.countLimit
    }

    /// How many keys are remembered.
    var keyCount: Int { failures.count }

    /// How long `key` still has to wait; 0 where it may try.
    func wait(of key: Key, at now: Int64) -> Int64 {
        guard let known = failures[key] else { return 0 }
        let wait = rule.wait(after: count(known, at: now))
        // A clock that was set back makes nobody wait longer than the rule says.
        return min(wait, max(0, known.lastAt + wait - now))
    }

    /// Counts `key`, which may try; where it may not yet, answers the seconds after which it may, and counts nothing.
    mutating func admit(_ key: Key, at now: Int64) -> Int? {
        let wait = wait(of: key, at: now)
        guard wait == 0 else { return BackoffRule.seconds(wait) }
        add(key, at: now)
        return nil
    }

    /// Counts a failure of `key`.
    mutating func add(_ key: Key, at now: Int64) {
        let known = failures[key]
        if known == nil, failures.count >= rule.keyLimit { forgetOldest() }
        let before = known.map { count($0, at: now) } ?? 0
        failures[key] = Failures(count: min(before + 1, countLimit), lastAt: now)
    }

    /// Takes back one failure of `key`.
    mutating func takeBack(_ key: Key, at now: Int64) {
        guard let known = failures[key] else { return }
        let rest = count(known, at: now) - 1
        failures[key] = rest > 0 ? Failures(count: rest, lastAt: known.lastAt) : nil
    }

    /// Forgets every failure of `key`.
    mutating func forget(_ key: Key) {
        failures[key] = nil
    }

    private func count(_ known: Failures, at now: Int64) -> Int {
        max(0, known.count - Int(max(0, now - known.lastAt) / rule.forgetting))
    }

    /// Makes room: a quarter at once, so that a flood of new keys sorts seldom.
    private mutating func forgetOldest() {
        let oldest = failures.sorted { $0.value.lastAt < $1.value.lastAt }.prefix(max(1, failures.count / 4))
        for (key, _) in oldest { failures[key] = nil }
    }
}
