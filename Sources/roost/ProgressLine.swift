import Glibc
import RoostBench

/// Shows progress on standard error: one line that changes on a terminal, elsewhere a new one every five seconds.
struct ProgressLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func show(_ progress: BenchProgress) {
        if isTerminal {
            show("\(progress)")
        } else if progress.second % 5 == 0 {
            Output.tell("\(progress)\n")
        }
    }

    /// Shows how much of `work` is done, from 0 to 1, on a terminal.
    func show(_ work: String, _ fraction: Double) {
        show("\(work) \(Int(fraction * 100)) %")
    }

    /// Shows how far something is, on a terminal.
    func show(_ text: String) {
        // To the start of the line, and what was there is cleared.
        if isTerminal { Output.tell("\r\u{1B}[K\(text)") }
    }

    /// Makes room for what is printed next.
    func end() {
        if isTerminal { Output.tell("\r\u{1B}[K") }
    }
}
