public import EngineIO

/// Why a socket is no longer in its namespace.
public enum DisconnectReason: Sendable, Equatable, CustomStringConvertible {
    /// The client left the namespace.
    case clientLeft
    /// The server took it out of the namespace.
    case serverLeft
    /// The connection ended.
    case connection(CloseReason)

    /// Whether the client may come back to where it was: nobody wanted the end.
    var isRecoverable: Bool {
        switch self {
        case .clientLeft, .serverLeft, .connection(.parseError), .connection(.forcedClose): false
        case .connection: true
        }
    }

    /// The official server's words for it.
    public var description: String {
        switch self {
        case .clientLeft: "client namespace disconnect"
        case .serverLeft: "server namespace disconnect"
        case .connection(let reason): reason.rawValue
        }
    }
}
