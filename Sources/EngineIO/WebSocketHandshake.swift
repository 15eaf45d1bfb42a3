import Crypto
import NIOHTTP1

/// The opening handshake of a WebSocket (RFC 6455, section 4.2).
enum WebSocketHandshake {
    /// The header fields that only the handshake needs; kept, they would take more memory than the rest of a connection.
    static let fieldNames = [
        "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions",
        "sec-websocket-protocol",
    ]

    /// The value of `Sec-WebSocket-Accept` for the upgrade that `head` asks for.
    static func accept(_ head: HTTPRequestHead) throws(EngineRequest.Refusal) -> String {
        let keys = head.headers["sec-websocket-key"]
        guard head.version == .http1_1,
            head.headers[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == "websocket" }),
            head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" }),
            head.headers.first(name: "sec-websocket-version") == "13",
            keys.count == 1, Base64.decode(keys[0].utf8)?.count == 16
        else { throw .badRequest }
        let digest = Insecure.SHA1.hash(data: Array((keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Base64.encode(Array(digest))
    }
}
