public import NIOCore

/// One Engine.IO message, or several that stay together, encoded once and sent to any number of connections.
///
/// What it holds are finished WebSocket frames (RFC 6455, section 5.2): a server does not mask, so the bytes are the same
/// for every receiver.
public final class Frame: Sendable {
    /// The frames, behind what their first head left of the room for it.
    private let storage: [UInt8]
    private let start: Int

    /// The bytes that a text which becomes a frame begins with: room for the heads of all protocols.
    ///
    /// Ten are the WebSocket's, one is Engine.IO's, and the others are for a prefix.
    package static let room = 24

    /// A text message and the binary messages that follow it.
    /// - Parameters:
    ///   - payload: Valid UTF-8.
    ///   - attachments: What follows, each a binary message.
    public convenience init(text payload: ByteBuffer, attachments: [ByteBuffer] = []) {
        self.init(packet: .message, payload: payload, attachments: attachments)
    }

    /// A text message: `prefix` of up to 13 bytes, and what `text` holds behind its `room`, all UTF-8.
    package convenience init(prefix: String, text: consuming [UInt8], attachments: [ByteBuffer]) {
        var start = Self.room
        for byte in prefix.utf8.reversed() {
            start -= 1
            text[start] = byte
        }
        start -= 1
        text[start] = PacketType.message.rawValue
        self.init(text, from: start, attachments)
    }

    /// A text message: the ASCII byte `kind`, and what `text` holds behind its `room`, UTF-8.
    package convenience init(kind: UInt8, text: consuming [UInt8]) {
        text[Self.room - 1] = kind
        text[Self.room - 2] = PacketType.message.rawValue
        self.init(text, from: Self.room - 2, [])
    }

    /// A binary message of `payload`'s bytes.
    public convenience init(binary payload: ByteBuffer) {
        self.init(.binary, payload)
    }

    /// A text packet of `type`.
    convenience init(
        packet type: PacketType,
        payload: ByteBuffer = ByteBuffer(),
        attachments: [ByteBuffer] = []
    ) {
        var text = [UInt8](repeating: type.rawValue, count: Self.room)
        text += payload.readableBytesView
        self.init(text, from: Self.room - 1, attachments)
    }

    /// One frame of `payload`, which is not text.
    init(_ opcode: Opcode, _ payload: ByteBuffer) {
        storage = Self.frame(opcode, payload)
        start = 0
    }

    /// A text frame of what `text` holds from `index` on, the bytes before it being room for the head, and binary ones.
    private init(_ text: consuming [UInt8], from index: Int, _ attachments: [ByteBuffer]) {
        let length = text.count - index
        start = index - Self.headByteCount(length)
        text.writeFrameHead(.text, length: length, at: start)
        for attachment in attachments { text += Self.frame(.binary, attachment) }
        storage = text
    }

    private static func frame(_ opcode: Opcode, _ payload: ByteBuffer) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: headByteCount(payload.readableBytes))
        bytes.writeFrameHead(opcode, length: payload.readableBytes, at: 0)
        bytes += payload.readableBytesView
        return bytes
    }

    private static func headByteCount(_ length: Int) -> Int {
        switch length {
        case ..<126: 2
        case ..<65536: 4
        default: 10
        }
    }

    /// How many bytes there are.
    var byteCount: Int { storage.count - start }

    /// The bytes.
    var bytes: ArraySlice<UInt8> { storage[start...] }
}

/// The types of Engine.IO packets (Engine.IO protocol, revision 4), as the ASCII digit on the wire.
enum PacketType: UInt8 {
    case open = 0x30
    case close
    case ping
    case pong
    case message
    case upgrade
    case noop
}

/// The opcodes of WebSocket frames (RFC 6455, section 11.8).
enum Opcode: UInt8 {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Control frames carry at most 125 bytes and are never fragmented (RFC 6455, section 5.5).
    var isControl: Bool { rawValue & 0x8 != 0 }
}

extension [UInt8] {
    /// Writes the head of an unmasked, final frame whose payload is `length` bytes, over the bytes at `index`.
    fileprivate mutating func writeFrameHead(_ opcode: Opcode, length: Int, at index: Int) {
        self[index] = opcode.rawValue | 0x80
        switch length {
        case ..<126:
            self[index + 1] = UInt8(length)
        case ..<65536:
            self[index + 1] = 126
            self[index + 2] = UInt8(length >> 8)
            self[index + 3] = UInt8(length & 0xFF)
        default:
            self[index + 1] = 127
            for place in 0..<8 {
                self[index + 2 + place] = UInt8(truncatingIfNeeded: length >> (56 - 8 * place))
            }
        }
    }
}
