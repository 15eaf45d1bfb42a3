/// Why a connection ended, under the names of the official server.
public enum CloseReason: String, Sendable {
    /// The client closed it, or its socket did.
    case transportClose = "transport close"
    /// The client broke the protocol.
    case parseError = "parse error"
    /// The client did not answer a ping.
    case pingTimeout = "ping timeout"
    /// The client read too slowly, so that its queue overflowed.
    case slowClient = "slow client"
    /// The clients of one address made the server hold more than their share.
    case overBudget = "over budget"
    /// This side closed it.
    case forcedClose = "forced close"
    /// The server is shutting down.
    case shuttingDown = "server shutting down"

    /// The WebSocket close code that says so (RFC 6455, section 7.4.1).
    var code: UInt16 {
        switch self {
        case .transportClose, .forcedClose: 1000
        case .parseError: 1002
        case .slowClient, .pingTimeout, .overBudget: 1008
        case .shuttingDown: 1001
        }
    }
}
