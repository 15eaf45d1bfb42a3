import Foundation

/// Whether the process may open enough sockets: each client takes a descriptor.
enum DescriptorCheck {
    static func finding() -> Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Finding("descriptors", .warning, "the system does not say how many files may be open")
        }
        return finding(limit: UInt64(limit.rlim_cur))
    }

    static func finding(limit: UInt64) -> Finding {
        let verdict: Finding.Verdict = limit < 256 ? .problem : limit < 10_000 ? .warning : .ok
        let advice =
            verdict == .ok ? "" : ": for more clients raise it with ulimit -n, or LimitNOFILE of systemd"
        return Finding("descriptors", verdict, "\(limit) files may be open\(advice)")
    }
}
