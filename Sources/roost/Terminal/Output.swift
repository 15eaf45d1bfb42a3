import Foundation
import Glibc
import RoostServer

/// Prints `text` and a line feed on standard output, at once.
///
/// It stands before Swift's own, which says nothing where the disk is full.
func print(_ text: String) { Output.write("\(text)\n") }

/// Where commands write.
///
/// Foundation's file handles would end the process with a trap where nobody reads any more.
enum Output {
    /// Writes `text` to standard output; a command that cannot do so ends.
    static func write(_ text: String) {
        guard let failure = failure(of: text, to: STDOUT_FILENO) else { return }
        // Whoever read has enough: the process ends as others do, though NIO ignores the signal.
        if failure == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            kill(getpid(), SIGPIPE)
        }
        let reason = String(cString: strerror(failure))
        Failure(CommandError("failed", "standard output cannot be written: \(reason)")).exit()
    }

    /// Writes `text` to standard error, whether or not somebody reads it.
    static func tell(_ text: String) { _ = failure(of: text, to: STDERR_FILENO) }

    /// The error number of why not all of `text` was written.
    private static func failure(of text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
