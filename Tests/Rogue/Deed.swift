internal import RoostKit

/// One way to misbehave.
enum Deed: String, Codable {
    /// Does as it should.
    case behave
    /// Throws an error of its own.
    case fail
    /// Waits for what never comes.
    case hang
    /// Keeps its thread busy and never lets go.
    case spin
    /// Goes on after it was cancelled, in small steps.
    case ignore
    /// Writes to the log, and begins tasks, without end.
    case flood
    /// Leaves a task behind that nobody can end.
    case leak
    /// Ends the process with a failed check.
    case trap
    /// The same, on a thread that is not the module's.
    case trapElsewhere
    /// Ends the process with calls that are too deep.
    case overflow

    /// The deed that `text` names after `prefix`, if it does.
    init?(_ text: String, after prefix: String) {
        guard text.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(text.dropFirst(prefix.count)))
    }

    @concurrent
    func happen(in context: any ModuleContext) async throws {
        switch self {
        case .behave: break
        case .fail: throw Failure()
        case .hang: await Self.hang()
        case .spin: while true {}
        case .ignore: while true { await Task.yield() }
        case .flood:
            for _ in 0..<10_000 {
                context.log(.error, "flood", [:])
                context.spawn { await Self.hang() }
            }
        case .leak: context.spawn { while true { await Task.yield() } }
        case .trap: Self.trap()
        // Detached, as the point is a thread that knows nothing of the module.
        case .trapElsewhere: await Task.detached { Self.trap() }.value
        case .overflow: _ = Self.deep(1)
        }
    }

    private static func hang() async {
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }

    private static func trap() {
        precondition(Int.random(in: 0...1) > 1, "the module ends the process")
    }

    /// Never returns, in a way that no compiler makes a loop of.
    private static func deep(_ depth: Int) -> Int {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { words in
            words[0] = depth
            return deep(depth + 1) + words[0]
        }
    }
}

/// The module's own error.
private struct Failure: Error, CustomStringConvertible {
    let description = "the rogue failed on purpose"
}
