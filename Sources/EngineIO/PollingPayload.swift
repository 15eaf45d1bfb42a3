import NIOCore

/// The body of a long-polling request or response: packets with a separator between them (Engine.IO protocol, revision 4).
enum PollingPayload {
    /// What a client's body holds.
    enum Packet: Equatable {
        /// A text packet with its type.
        case text(ByteBuffer)
        case binary(ByteBuffer)
    }

    /// A body that is not a payload, or holds too many packets.
    struct Malformed: Error {}

    /// The byte between two packets; JSON escapes it, so that no text of ours contains it.
    private static let separator: UInt8 = 0x1E
    /// Marks a binary packet, whose bytes follow in base64.
    private static let binaryMark = UInt8(ascii: "b")

    /// How many packets one body may hold.
    static let packetLimit = 1_000

    /// The packets of `body`.
    static func packets(of body: ByteBuffer) throws(Malformed) -> [Packet] {
        guard body.isValidUTF8, body.readableBytes > 0 else { throw Malformed() }
        var packets: [Packet] = []
        var rest = body
        while true {
            let length = rest.readableBytesView.firstIndex(of: separator).map { $0 - rest.readerIndex }
            guard packets.count < packetLimit,
                var packet = rest.readSlice(length: length ?? rest.readableBytes),
                let type: UInt8 = packet.getInteger(at: packet.readerIndex)
            else { throw Malformed() }
            if type == binaryMark {
                packet.moveReaderIndex(forwardBy: 1)
                guard let bytes = Base64.decode(packet.readableBytesView) else { throw Malformed() }
                packets.append(.binary(ByteBuffer(bytes: bytes)))
            } else {
                guard [.message, .pong, .close].contains(PacketType(rawValue: type)) else {
                    throw Malformed()
                }
                packets.append(.text(packet))
            }
            guard length != nil else { return packets }
            rest.moveReaderIndex(forwardBy: 1)
        }
    }

    /// The body that says what `frames` say.
    static func body(of frames: [Frame]) -> ByteBuffer {
        var body = ByteBufferAllocator().buffer(
            capacity: frames.reduce(0) { $0 + $1.byteCount }
        )
        for frame in frames {
            var bytes = ByteBuffer(bytes: frame.bytes)
            while let (opcode, payload) = bytes.readOwnFrame() {
                if body.readableBytes > 0 { body.writeInteger(separator) }
                if opcode == .binary {
                    body.writeInteger(binaryMark)
                    body.writeString(Base64.encode(payload.readableBytesView))
                } else {
                    body.writeImmutableBuffer(payload)
                }
            }
        }
        return body
    }
}

extension ByteBuffer {
    /// Reads back a frame of ours.
    fileprivate mutating func readOwnFrame() -> (Opcode, ByteBuffer)? {
        guard let first = readInteger(as: UInt8.self), let opcode = Opcode(rawValue: first & 0xF),
            let short = readInteger(as: UInt8.self)
        else { return nil }
        let length: Int? =
            switch short {
            case 126: readInteger(as: UInt16.self).map(Int.init)
            case 127: readInteger(as: UInt64.self).map(Int.init)
            default: Int(short)
            }
        return length.flatMap { readSlice(length: $0) }.map { (opcode, $0) }
    }
}
