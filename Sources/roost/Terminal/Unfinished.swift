import Glibc

/// Files that a command has not finished: who ends the command with Ctrl-C, or by SIGTERM, leaves nothing of them behind.
enum Unfinished {
    // Written before there is a handler that reads it, and once in a process.
    nonisolated(unsafe) private static var paths: [UnsafeMutablePointer<CChar>] = []

    /// Has what there is of `files` removed where a signal ends the command.
    static func remove(_ files: [String]) {
        paths = files.compactMap { strdup($0) }
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                for path in Unfinished.paths { unlink(path) }
                signal(number, SIG_DFL)
                raise(number)
                // It is held back in here. Let go, it ends the process, save the first one of a container.
                var held = sigset_t()
                sigemptyset(&held)
                sigaddset(&held, number)
                pthread_sigmask(SIG_UNBLOCK, &held, nil)
                _exit(128 + number)
            }
        }
    }
}
