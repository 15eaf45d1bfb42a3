public import NIOCore

/// One Engine.IO message, encoded once and sent to any number of connections.
///
/// Its WebSocket form is a finished frame (RFC 6455, section 5.2): a server does not mask, so the bytes are the same for
/// every receiver.
public final class Frame: Sendable {
    /// The finished WebSocket frame.
    let webSocket: ByteBuffer

    /// A text message; `payload` is the Engine.IO payload without its leading `4`.
    /// - Parameter payload: Valid UTF-8.
    public convenience init(text payload: ByteBuffer) {
        self.init(packet: .message, payload: payload)
    }

    /// A binary message of `payload`'s bytes.
    public init(binary payload: ByteBuffer) {
        var bytes = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 10)
        bytes.writeFrameHead(.binary, length: payload.readableBytes)
        bytes.writeImmutableBuffer(payload)
        webSocket = bytes
    }

    /// A text packet of `type`.
    init(packet type: PacketType, payload: ByteBuffer = ByteBuffer()) {
        var bytes = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 11)
        bytes.writeFrameHead(.text, length: payload.readableBytes + 1)
        bytes.writeInteger(type.rawValue)
        bytes.writeImmutableBuffer(payload)
        webSocket = bytes
    }
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

extension ByteBuffer {
    /// Writes the head of an unmasked, final frame whose payload is `length` bytes.
    mutating func writeFrameHead(_ opcode: Opcode, length: Int) {
        writeInteger(opcode.rawValue | 0x80)
        switch length {
        case ..<126:
            writeInteger(UInt8(length))
        case ..<65536:
            writeInteger(126 as UInt8)
            writeInteger(UInt16(length))
        default:
            writeInteger(127 as UInt8)
            writeInteger(UInt64(length))
        }
    }
}
