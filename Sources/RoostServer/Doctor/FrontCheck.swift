import Foundation
import RoostAuth

/// Whether the address, the proxies and the clock fit together.
struct FrontCheck {
    let configuration: ServerConfiguration
    /// The time, in seconds since 1970-01-01T00:00:00Z.
    var now = Date().timeIntervalSince1970

    /// When this was written: no clock that is right is behind it, in seconds since 1970-01-01T00:00:00Z.
    private static let past: TimeInterval = 1_760_000_000

    func findings() -> [Finding] { [proxy(), clock()] }

    private func proxy() -> Finding {
        let isLoopback =
            configuration.host.hasPrefix("127.") || ["::1", "localhost"].contains(configuration.host)
        switch (isLoopback, configuration.trustedProxies.isEmpty) {
        case (true, true):
            return Finding(
                "proxy",
                .ok,
                "only this machine gets in; behind a proxy here, set trusted-proxies to [127.0.0.1]"
            )
        case (true, false): return Finding("proxy", .ok, "the addresses that the trusted proxies tell count")
        case (false, false):
            return Finding(
                "proxy",
                .ok,
                "others get in directly, too: let only the proxy reach port \(configuration.port)"
            )
        case (false, true):
            return Finding(
                "proxy",
                .warning,
                "passwords come over the network in the clear: put a proxy with TLS in front"
            )
        }
    }

    private func clock() -> Finding {
        guard now > Self.past else {
            return Finding(
                "clock",
                .problem,
                "the clock is wrong: sessions and tokens would end or last at random"
            )
        }
        let isSynchronized = FileManager.default.fileExists(atPath: "/run/systemd/timesync/synchronized")
        let text = Date(timeIntervalSince1970: now).formatted(.iso8601)
        return Finding("clock", .ok, isSynchronized ? "\(text), synchronized" : "it says \(text): compare")
    }
}
