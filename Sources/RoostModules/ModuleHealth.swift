/// How a module does: what was asked of it, what went wrong, and when it has failed too often.
struct ModuleHealth {
    /// How a call ended, as far as the module is to blame.
    enum End {
        /// As it should, a refusal included.
        case fine
        /// By no fault of the module: the database failed, or held it up.
        case excused
        /// With an error, as text.
        case failed(String)
        /// Not in time; `isHeld` where it kept its thread busy all along.
        case late(isHeld: Bool)
    }

    private(set) var calls = 0
    private(set) var failures = 0
    private(set) var late = 0
    private(set) var spent = Duration.zero
    private(set) var lastError: String?
    // Of each part by itself: what works must not hide what never does.
    private var inARow: [ModulePart: Int] = [:]

    /// Counts a call; `true` where it is one failure too many in a row.
    ///
    /// A request that throws is only counted, and one that is late while the module's thread is free. Nobody but its client has
    /// harm from it, and clients that know how to make it throw, or wait, must not be able to switch the module off for all.
    mutating func note(_ end: End, of part: ModulePart, took time: Duration) -> Bool {
        calls += 1
        spent += time
        switch end {
        case .fine:
            inARow[part] = nil
            return false
        case .excused:
            return false
        case .failed(let error):
            failures += 1
            lastError = error
            if part.isAskedFor { return false }
        case .late(let isHeld):
            late += 1
            lastError = "it did not answer in time"
            if part.isAskedFor, !isHeld { return false }
        }
        inARow[part, default: 0] += 1
        return inARow[part] == Limits.failuresInARow
    }

    /// Keeps an error that was not a call's.
    mutating func note(error: String) {
        failures += 1
        lastError = error
    }

    /// A new version starts without the failures of the one before it.
    mutating func beginAnew() {
        inARow = [:]
    }
}
