import Foundation
import Glibc

/// Where the password for `roost bench --user` comes from: never from the command line.
enum BenchPassword {
    /// `ROOST_BENCH_PASSWORD`, or the first line of standard input, asked for unseen on a terminal.
    static func read(for user: String) -> String {
        if let password = ProcessInfo.processInfo.environment["ROOST_BENCH_PASSWORD"] { return password }
        guard isatty(STDIN_FILENO) == 1 else { return readLine(strippingNewline: true) ?? "" }
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        FileHandle.standardError.write(Data("Password of \(user): ".utf8))
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine(strippingNewline: true) ?? ""
    }
}
