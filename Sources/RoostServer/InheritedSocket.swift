import Foundation
import Glibc

/// The socket that systemd opened for this process to listen on (sd_listen_fds(3)).
enum InheritedSocket {
    /// Descriptors from here on are handed over.
    private static let first: Int32 = 3

    /// Its descriptor; `nil` where there is none, and the settings say where to listen.
    static var descriptor: Int32? {
        let environment = ProcessInfo.processInfo.environment
        guard environment["LISTEN_PID"] == "\(getpid())", environment["LISTEN_FDS"] == "1" else { return nil }
        // No program that this one starts shall have it.
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        return first
    }
}
