import NIOCore

/// Turns the bytes of a client into WebSocket messages (RFC 6455).
///
/// It holds at most one message of `byteLimit` bytes.
struct WebSocketParser {
    /// What a client said.
    enum Message: Equatable {
        case text(ByteBuffer)
        case binary(ByteBuffer)
        case ping(ByteBuffer)
        case pong
        /// The client ends the connection; the code is absent where it gave none.
        case close(code: UInt16?)
    }

    /// A breach of the protocol, each with its close code (RFC 6455, section 7.4.1).
    enum Violation: UInt16, Error {
        case protocolError = 1002
        case invalidUTF8 = 1007
        case tooLarge = 1009
    }

    /// How many frames a message may be split into: tiny fragments cost far more than their bytes.
    static let fragmentLimit = 1024

    private let byteLimit: Int
    private(set) var unread = ByteBuffer()
    private var fragments: (opcode: Opcode, payload: ByteBuffer, count: Int)?

    /// A parser that refuses messages over `byteLimit` bytes.
    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// How many bytes wait for the rest of their message.
    var heldByteCount: Int { unread.readableBytes + (fragments?.payload.readableBytes ?? 0) }

    /// Takes bytes as they came from the socket.
    mutating func append(_ bytes: ByteBuffer) {
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            // What was read stays in the buffer otherwise, for as long as no chunk ends where a frame does.
            unread.discardReadBytes()
            unread.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole message, or nothing until more bytes come.
    mutating func next() throws(Violation) -> Message? {
        while let (opcode, isFinal, payload) = try nextFrame() {
            if opcode.isControl { return try control(opcode, payload) }
            if isFinal, fragments == nil, opcode != .continuation { return try message(opcode, payload) }
            if let message = try join(opcode, isFinal, payload) { return message }
        }
        return nil
    }

    private mutating func nextFrame() throws(Violation) -> (Opcode, Bool, ByteBuffer)? {
        let start = unread.readerIndex
        guard let head = unread.getInteger(at: start, as: UInt16.self) else { return release() }
        // Reserved bits are for extensions, of which none was agreed on; and a client always masks.
        guard head & 0x7000 == 0, head & 0x80 != 0, let opcode = Opcode(rawValue: UInt8(head >> 8 & 0xF))
        else {
            throw .protocolError
        }
        let isFinal = head & 0x8000 != 0
        var length = UInt64(head & 0x7F)
        if opcode.isControl, !isFinal || length > 125 { throw .protocolError }
        var maskIndex = start + 2
        if length == 126 {
            guard let long = unread.getInteger(at: maskIndex, as: UInt16.self) else { return nil }
            length = UInt64(long)
            maskIndex += 2
        } else if length == 127 {
            guard let long = unread.getInteger(at: maskIndex, as: UInt64.self) else { return nil }
            length = long
            maskIndex += 8
        }
        let held = fragments?.payload.readableBytes ?? 0
        guard length <= UInt64(byteLimit - held) || opcode.isControl else { throw .tooLarge }
        guard let mask = unread.getInteger(at: maskIndex, as: UInt32.self),
            unread.writerIndex - maskIndex - 4 >= Int(length)
        else { return nil }
        unread.moveReaderIndex(to: maskIndex + 4)
        unread.unmask(length: Int(length), with: mask)
        guard let payload = unread.readSlice(length: Int(length)) else { return nil }
        return (opcode, isFinal, payload)
    }

    /// Gives an emptied buffer back, so that an idle connection holds none.
    private mutating func release() -> (Opcode, Bool, ByteBuffer)? {
        if unread.readableBytes == 0 { unread = ByteBuffer() }
        return nil
    }

    private func control(_ opcode: Opcode, _ payload: ByteBuffer) throws(Violation) -> Message {
        switch opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong
        default: break
        }
        guard payload.readableBytes > 0 else { return .close(code: nil) }
        guard let code = payload.getInteger(at: payload.readerIndex, as: UInt16.self),
            Self.isValidCloseCode(code)
        else { throw .protocolError }
        guard payload.dropFirst(2).isValidUTF8 else { throw .invalidUTF8 }
        return .close(code: code)
    }

    private static func isValidCloseCode(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1011, 3000...4999: true
        default: false
        }
    }

    private func message(_ opcode: Opcode, _ payload: ByteBuffer) throws(Violation) -> Message {
        guard opcode == .text else { return .binary(payload) }
        guard payload.isValidUTF8 else { throw .invalidUTF8 }
        return .text(payload)
    }

    private mutating func join(_ opcode: Opcode, _ isFinal: Bool, _ payload: ByteBuffer) throws(Violation)
        -> Message?
    {
        guard var parts = fragments else {
            guard opcode != .continuation else { throw .protocolError }
            fragments = (opcode, payload, 1)
            return nil
        }
        guard opcode == .continuation, parts.count < Self.fragmentLimit else { throw .protocolError }
        fragments = nil
        parts.payload.writeImmutableBuffer(payload)
        parts.count += 1
        if isFinal { return try message(parts.opcode, parts.payload) }
        fragments = parts
        return nil
    }
}

extension ByteBuffer {
    /// Whether the readable bytes are UTF-8, strictly (no surrogates, no overlong forms).
    var isValidUTF8: Bool {
        readableBytesUInt8Span.isValidUTF8
    }

    /// The readable bytes after the first `count`.
    func dropFirst(_ count: Int) -> ByteBuffer {
        var rest = self
        rest.moveReaderIndex(forwardBy: Swift.min(count, readableBytes))
        return rest
    }

    /// Undoes the mask of the next `length` readable bytes, in place (RFC 6455, section 5.3).
    mutating func unmask(length: Int, with mask: UInt32) {
        let key = mask.bigEndian
        withUnsafeMutableReadableBytes { all in
            let bytes = UnsafeMutableRawBufferPointer(rebasing: all.prefix(length))
            let wide = UInt64(key) << 32 | UInt64(key)
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                bytes[index] ^= UInt8(truncatingIfNeeded: key >> UInt32((index & 3) * 8))
                index += 1
            }
        }
    }
}

extension Span<UInt8> {
    fileprivate var isValidUTF8: Bool {
        (try? UTF8Span(validating: self)) != nil  // The error says where; the answer is the same.
    }
}
