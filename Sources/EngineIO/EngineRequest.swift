public import NIOCore
public import NIOHTTP1

/// The request with which a client came.
public struct OpeningRequest: Sendable {
    /// The path and the query, as they were sent.
    public let uri: String
    /// The header fields.
    public let headers: HTTPHeaders
    /// The client's address, or that of a proxy; nothing where the socket has none.
    public let remoteAddress: SocketAddress?
}

/// What a request on the Engine.IO path asks for.
enum EngineRequest {
    /// Whether a page of another origin may send what it wants to.
    case preflight
    /// A session by long-polling.
    case open
    /// What waits for the session.
    case poll(sid: String)
    /// The client sends packets in the body.
    case post(sid: String)
    /// A WebSocket, with the answer to its key: a session of its own, or the upgrade of the one named.
    case webSocket(accept: String, sid: String?)

    /// Why a request is refused, with the codes of the official server.
    enum Refusal: Int, Error {
        case unknownTransport = 0
        case unknownSID = 1
        case badHandshakeMethod = 2
        case badRequest = 3
        case forbidden = 4
        case unsupportedVersion = 5

        /// The official server's text for it.
        var message: String {
            switch self {
            case .unknownTransport: "Transport unknown"
            case .unknownSID: "Session ID unknown"
            case .badHandshakeMethod: "Bad handshake method"
            case .badRequest: "Bad request"
            case .forbidden: "Forbidden"
            case .unsupportedVersion: "Unsupported protocol version"
            }
        }
    }

    /// What `head` asks for under `configuration`.
    init(_ head: HTTPRequestHead, _ configuration: EngineConfiguration) throws(Refusal) {
        guard
            configuration.origins.allows(
                origin: head.headers.first(name: "origin"),
                host: head.headers.first(name: "host")
            )
        else { throw .forbidden }
        if head.method == .OPTIONS {
            self = .preflight
            return
        }
        let query = try Query(head.uri.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        guard query.version == "4" else { throw .unsupportedVersion }
        guard let name = query.transport, let transport = TransportName(rawValue: String(name)),
            configuration.transports.contains(transport)
        else { throw .unknownTransport }
        let sid = query.sid.map { String($0) }
        switch (transport, head.method, sid) {
        case (.webSocket, .GET, _): self = .webSocket(accept: try WebSocketHandshake.accept(head), sid: sid)
        case (.polling, .GET, nil): self = .open
        case (.polling, .GET, let sid?): self = .poll(sid: sid)
        case (.polling, .POST, let sid?): self = .post(sid: sid)
        case (.polling, _, nil): throw .badHandshakeMethod
        default: throw .badRequest
        }
    }
}

extension HTTPRequestHead {
    /// Whether the target, without its query, is `path`.
    func asks(for path: String) -> Bool {
        guard uri.utf8.starts(with: path.utf8) else { return false }
        let rest = uri.utf8.dropFirst(path.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "?")
    }
}

/// The parts of a query that mean something here.
private struct Query {
    var version: Substring?
    var transport: Substring?
    var sid: Substring?

    /// Reads `text`, the query without its question mark.
    /// - Throws: `badRequest` where a part is there twice.
    init(_ text: Substring.UTF8View) throws(EngineRequest.Refusal) {
        for part in text.split(separator: UInt8(ascii: "&")) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = Substring(part[part.index(after: equals)...])
            switch Substring(part[..<equals]) {
            case "EIO" where version == nil: version = value
            case "transport" where transport == nil: transport = value
            case "sid" where sid == nil: sid = value
            case "EIO", "transport", "sid": throw .badRequest
            default: break
            }
        }
    }
}
