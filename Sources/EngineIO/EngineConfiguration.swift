public import NIOCore

/// The settings of an Engine.IO server, under the names of the official one where it has them.
public struct EngineConfiguration: Sendable {
    /// The path that belongs to Engine.IO, with both slashes.
    public var path: String

    /// The ways on which clients may come.
    public var transports: Set<TransportName>

    /// Whether a client that came by long-polling may go on by WebSocket.
    public var allowUpgrades: Bool

    /// How often the server asks whether a client is there.
    public var pingInterval: TimeAmount

    /// How long a client may take to answer a ping.
    public var pingTimeout: TimeAmount

    /// How long an upgrade to WebSocket may take.
    public var upgradeTimeout: TimeAmount

    /// The largest message that a client may send, and the largest body of a long-polling request, in bytes.
    public var maxPayload: Int

    /// How many bytes may wait for a client that reads slowly; past it the connection is closed.
    public var outboundByteLimit: Int

    /// How many bytes the clients of one address may make the server hold, together: what it has read of unfinished messages,
    /// what waits for slow clients, and 8 KiB for each socket and each long-polling session.
    public var addressByteLimit: Int

    /// Whether an IP address, as text, is a proxy's, which speaks for many clients and may hold any amount.
    public var isProxy: @Sendable (_ address: String) -> Bool

    /// Whether `address` is this machine's own, where most proxies are.
    @Sendable
    public static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    /// Which pages of other origins may connect.
    public var origins: OriginPolicy

    /// How long a client may take to send a whole request.
    public var requestTimeout: TimeAmount

    /// The settings, each with the default of the official server where it has one.
    public init(
        path: String = "/socket.io/",
        transports: Set<TransportName> = [.polling, .webSocket],
        allowUpgrades: Bool = true,
        pingInterval: TimeAmount = .seconds(25),
        pingTimeout: TimeAmount = .seconds(20),
        upgradeTimeout: TimeAmount = .seconds(10),
        maxPayload: Int = 1_000_000,
        outboundByteLimit: Int = 1 << 20,
        addressByteLimit: Int = 64 << 20,
        isProxy: @escaping @Sendable (_ address: String) -> Bool = EngineConfiguration.isLoopback,
        origins: OriginPolicy = .same,
        requestTimeout: TimeAmount = .seconds(10)
    ) {
        self.path = path
        self.transports = transports
        self.allowUpgrades = allowUpgrades
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
        self.upgradeTimeout = upgradeTimeout
        self.maxPayload = maxPayload
        self.outboundByteLimit = outboundByteLimit
        self.addressByteLimit = addressByteLimit
        self.isProxy = isProxy
        self.origins = origins
        self.requestTimeout = requestTimeout
    }
}

/// The ways on which packets travel, under their names in the protocol.
public enum TransportName: String, Sendable {
    /// HTTP requests that wait for an answer.
    case polling
    /// A WebSocket (RFC 6455).
    case webSocket = "websocket"
}
