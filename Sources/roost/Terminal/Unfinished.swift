import Glibc

/// A file that a command has not finished: who ends the command with Ctrl-C, or by SIGTERM, leaves nothing of it behind.
enum Unfinished {
    // Written before there is a handler that reads it, and once in a process.
    nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

    /// Has the file at `file` removed where a signal ends the command.
    static func remove(_ file: String) {
        path = strdup(file)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if let path = Unfinished.path { unlink(path) }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }
}
