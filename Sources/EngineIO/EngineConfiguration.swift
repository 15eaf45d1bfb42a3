public import NIOCore

/// The settings of an Engine.IO server, under the names of the official one where it has them.
public struct EngineConfiguration: Sendable {
    /// The path that belongs to Engine.IO, with both slashes.
    public var path: String

    /// How often the server asks whether a client is there.
    public var pingInterval: TimeAmount

    /// How long a client may take to answer a ping.
    public var pingTimeout: TimeAmount

    /// The largest message that a client may send, in bytes.
    public var maxPayload: Int

    /// How many bytes may wait for a client that reads slowly; past it the connection is closed.
    public var outboundByteLimit: Int

    /// Which pages of other origins may connect.
    public var origins: OriginPolicy

    /// How long a client may take to send a request's head and, for an upgrade, all of it.
    public var requestTimeout: TimeAmount

    /// The settings, each with the default of the official server where it has one.
    public init(
        path: String = "/socket.io/",
        pingInterval: TimeAmount = .seconds(25),
        pingTimeout: TimeAmount = .seconds(20),
        maxPayload: Int = 1_000_000,
        outboundByteLimit: Int = 1 << 20,
        origins: OriginPolicy = .same,
        requestTimeout: TimeAmount = .seconds(10)
    ) {
        self.path = path
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.maxPayload = maxPayload
        self.outboundByteLimit = outboundByteLimit
        self.origins = origins
        self.requestTimeout = requestTimeout
    }
}

/// Which web pages may connect; programs that send no `Origin` always may.
public enum OriginPolicy: Sendable, Equatable {
    /// Pages of the host that the request names.
    case same
    /// Those and the pages of these origins, such as `https://chat.example.org`.
    case list(Set<String>)
    /// Every page.
    case any

    /// Whether a page of `origin` may connect to a server addressed as `host` (the `Host` field).
    func allows(origin: String?, host: String?) -> Bool {
        guard let origin, self != .any else { return true }
        if case .list(let origins) = self, origins.contains(origin.lowercased()) { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }
}
