/// Which web pages may connect, by every transport; programs that send no `Origin` always may.
public enum OriginPolicy: Sendable, Equatable {
    /// Pages of the host that the request names.
    case same
    /// Those and the pages of these origins, such as `https://chat.example.org`.
    case list(Set<String>)
    /// Every page; never with cookies.
    case any

    /// Whether a page of `origin` may connect to a server addressed as `host` (the `Host` field).
    package func allows(origin: String?, host: String?) -> Bool {
        guard let origin, self != .any else { return true }
        if case .list(let origins) = self, origins.contains(origin.lowercased()) { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }

    /// The header fields that let a page of `origin`, which is allowed, read an answer (Fetch standard, CORS protocol).
    package func fields(origin: String?) -> [(String, String)] {
        guard let origin else { return [] }
        switch self {
        case .same: return []
        case .any: return [("access-control-allow-origin", "*")]
        case .list:
            return [
                ("access-control-allow-origin", origin), ("access-control-allow-credentials", "true"),
                ("vary", "Origin"),
            ]
        }
    }
}
