import Foundation
import Glibc

/// What systemd is told through the socket in NOTIFY_SOCKET (sd_notify(3)); nobody where there is none.
enum ServiceNotice: String {
    /// Clients are served.
    case ready = "READY=1"
    /// The end has begun.
    case stopping = "STOPPING=1"
    /// All is well, for the watchdog.
    case alive = "WATCHDOG=1"

    /// How often systemd wants to hear that all is well: twice as often as it waits; `nil` where it does not.
    static var watchdogInterval: Duration? {
        guard let text = ProcessInfo.processInfo.environment["WATCHDOG_USEC"], let time = Int64(text),
            time > 0
        else { return nil }
        return .microseconds(time / 2)
    }

    /// Tells it.
    func send() {
        guard var path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"], !path.isEmpty else { return }
        // A name in the abstract namespace begins with a zero.
        if path.hasPrefix("@") { path = "\0" + path.dropFirst() }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(
                    descriptor,
                    rawValue,
                    rawValue.utf8.count,
                    Int32(MSG_NOSIGNAL),
                    address,
                    length
                )
            }
        }
    }
}
