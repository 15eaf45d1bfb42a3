import Foundation
import RoostAuth

/// Whether the address, the proxies and the clock fit together.
struct FrontCheck {
    let configuration: ServerConfiguration
    /// The time, in seconds since 1970-01-01T00:00:00Z.
    var now = Date().timeIntervalSince1970

    /// When this was written: no clock that is right is behind it, in seconds since 1970-01-01T00:00:00Z.
    private static let past: TimeInterval = 1_760_000_000

    func findings() -> [Finding] { [proxy(), origins(), clock()] }

    private func proxy() -> Finding {
        let isLoopback = Self.isLoopback(configuration.host)
        // A range with both of these, which are for documentation, has the whole network.
        let strangers = ["192.0.2.1", "203.0.113.1", "2001:db8::1"].compactMap { ClientAddress($0) }
        let isOpen = configuration.trustedProxies.contains {
            strangers.count(where: $0.contains) > 1 || $0.text == "::/0"
        }
        guard !isOpen else {
            return Finding(
                "proxy",
                .problem,
                "everybody may claim any address: trust the proxy's address alone"
            )
        }
        if configuration.publicAddress?.hasPrefix("https:") == true, configuration.trustedProxies.isEmpty {
            return Finding(
                "proxy",
                .warning,
                "people come through a proxy, and all have its address: set trusted-proxies to it"
            )
        }
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

    private func origins() -> Finding {
        let open = configuration.origins.sorted().filter { origin in
            guard let host = URL(string: origin)?.host() else { return true }
            return origin.hasPrefix("http:") && !Self.isLoopback(host)
        }
        guard open.isEmpty else {
            return Finding(
                "origins",
                .warning,
                "pages of \(open.joined(separator: ", ")) travel in the clear, and may use the server: name https:// alone"
            )
        }
        let names = configuration.origins.sorted().joined(separator: ", ")
        return Finding("origins", .ok, names.isEmpty ? "only pages of the server's own origin" : names)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host.hasPrefix("127.") || ["::1", "localhost"].contains(host)
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
