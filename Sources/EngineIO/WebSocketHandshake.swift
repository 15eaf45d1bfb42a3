import Crypto
import NIOHTTP1

/// The opening handshake of a WebSocket (RFC 6455, section 4.2).
enum WebSocketHandshake {
    /// The fields of `headers` that mean something beyond the handshake; kept, its own would take more memory than the rest of
    /// a connection.
    static func otherFields(of headers: HTTPHeaders) -> HTTPHeaders {
        HTTPHeaders(headers.filter { !isOwn($0.name) })
    }

    private static func isOwn(_ name: String) -> Bool {
        switch name.utf8.count {
        case 7: name.utf8.isWord("upgrade")
        case 10: name.utf8.isWord("connection")
        case 17: name.utf8.isWord("sec-websocket-key")
        case 21: name.utf8.isWord("sec-websocket-version")
        case 22: name.utf8.isWord("sec-websocket-protocol")
        case 24: name.utf8.isWord("sec-websocket-extensions")
        default: false
        }
    }

    /// The value of `Sec-WebSocket-Accept` for the upgrade that `head` asks for.
    static func accept(_ head: HTTPRequestHead) throws(EngineRequest.Refusal) -> String {
        var (isWebSocket, isUpgrade) = (false, false)
        var version: String?
        var keys: [String] = []
        for (name, value) in head.headers where isOwn(name) {
            switch name.utf8.count {
            case 7: isWebSocket = isWebSocket || lists(value, "websocket")
            case 10: isUpgrade = isUpgrade || lists(value, "upgrade")
            case 17: keys.append(value)
            case 21: version = version ?? value
            default: break
            }
        }
        guard head.version == .http1_1, isWebSocket, isUpgrade, version == "13", keys.count == 1,
            Base64.decode(keys[0].utf8)?.count == 16
        else { throw .badRequest }
        let digest = Insecure.SHA1.hash(data: Array((keys[0] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Base64.encode(Array(digest))
    }

    /// Whether `word` stands in `value`, a list with commas.
    private static func lists(_ value: String, _ word: StaticString) -> Bool {
        value.utf8.isWord(word)
            || value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
                let start = part.drop { $0 == 0x20 || $0 == 0x09 }
                let spaces = start.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
                return start.dropLast(spaces).isWord(word)
            }
    }

    /// The answer to a request whose `Sec-WebSocket-Accept` is `accept`.
    static func answer(accept: String) -> [UInt8] {
        let head =
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
            + "sec-websocket-accept: \(accept)\r\n\r\n"
        return Array(head.utf8)
    }
}

extension Collection<UInt8> {
    /// Whether it is `word`, of small letters and signs, in letters of either case.
    fileprivate func isWord(_ word: StaticString) -> Bool {
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return count == word.count
            && zip(self, word).allSatisfy { $0 == $1 || $0 | 0x20 == $1 && 0x61...0x7A ~= $1 }
    }
}
