public import NIOCore

/// One Engine.IO message, or several that stay together, encoded once and sent to any number of connections.
///
/// What it holds are finished WebSocket frames (RFC 6455, section 5.2): a server does not mask, so the bytes are the same
/// for every receiver.
public final class Frame: Sendable {
    /// The finished WebSocket frames.
    let webSocket: ByteBuffer

    /// A text message and the binary messages that follow it.
    /// - Parameters:
    ///   - payload: Valid UTF-8.
    ///   - attachments: What follows, each a binary message.
    public init(text payload: ByteBuffer, attachments: [ByteBuffer] = []) {
        let size = attachments.reduce(payload.readableBytes + 11) { $0 + $1.readableBytes + 10 }
        var bytes = ByteBufferAllocator().buffer(capacity: size)
        bytes.writeFrame(.message, payload)
        for attachment in attachments { bytes.writeFrame(attachment) }
        webSocket = bytes
    }

    /// A text message of `first`, `prefix` and `body`, all UTF-8, and the binary messages that follow it.
    package init(text first: UInt8, _ prefix: String, _ body: [UInt8], attachments: [ByteBuffer] = []) {
        let length = prefix.utf8.count + body.count + 2
        let size = attachments.reduce(length + 10) { $0 + $1.readableBytes + 10 }
        var bytes = ByteBufferAllocator().buffer(capacity: size)
        bytes.writeFrameHead(.text, length: length)
        bytes.writeMultipleIntegers(PacketType.message.rawValue, first)
        bytes.writeString(prefix)
        bytes.writeBytes(body)
        for attachment in attachments { bytes.writeFrame(attachment) }
        webSocket = bytes
    }

    /// A binary message of `payload`'s bytes.
    public init(binary payload: ByteBuffer) {
        var bytes = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 10)
        bytes.writeFrame(payload)
        webSocket = bytes
    }

    /// A text packet of `type`.
    init(packet type: PacketType, payload: ByteBuffer = ByteBuffer()) {
        var bytes = ByteBufferAllocator().buffer(capacity: payload.readableBytes + 11)
        bytes.writeFrame(type, payload)
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

    fileprivate mutating func writeFrame(_ type: PacketType, _ payload: ByteBuffer) {
        writeFrameHead(.text, length: payload.readableBytes + 1)
        writeInteger(type.rawValue)
        writeImmutableBuffer(payload)
    }

    fileprivate mutating func writeFrame(_ binary: ByteBuffer) {
        writeFrameHead(.binary, length: binary.readableBytes)
        writeImmutableBuffer(binary)
    }
}
