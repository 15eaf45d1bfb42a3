import NIOCore

@testable import EngineIO

/// What a client says does not depend on how its bytes are cut.
///
/// The first byte is the size of the pieces, and the rest is what the client sends.
func checkWebSocket(_ input: [UInt8]) throws {
    guard let size = input.first else { return }
    let bytes = Array(input.dropFirst())
    let whole = Reading(of: bytes, in: bytes.count)
    try Discrepancy.unless(Reading(of: bytes, in: Int(size)) == whole, "pieces say the same as the whole")
    try Discrepancy.unless(Reading(of: bytes, in: 1) == whole, "single bytes say the same as the whole")
    for message in whole.messages {
        switch message {
        case .text(let payload):
            try Discrepancy.unless(payload.isValidUTF8, "text is UTF-8")
            try Discrepancy.unless(payload.readableBytes <= Reading.byteLimit, "no text is over the limit")
        case .binary(let payload):
            try Discrepancy.unless(payload.readableBytes <= Reading.byteLimit, "no bytes are over the limit")
        case .ping(let payload):
            try Discrepancy.unless(payload.readableBytes <= 125, "a ping is small")
        case .pong, .close: break
        }
    }
}

/// What a parser makes of bytes.
private struct Reading: Equatable {
    /// Small, so that short inputs reach it.
    static let byteLimit = 200

    private(set) var messages: [WebSocketParser.Message] = []
    private var violation: WebSocketParser.Violation?

    init(of bytes: [UInt8], in size: Int) {
        var parser = WebSocketParser(byteLimit: Self.byteLimit)
        do throws(WebSocketParser.Violation) {
            for start in stride(from: 0, to: bytes.count, by: max(1, size)) {
                parser.append(ByteBuffer(bytes: bytes[start..<min(start + max(1, size), bytes.count)]))
                while let message = try parser.next() { messages.append(message) }
            }
        } catch {
            violation = error
        }
    }
}
