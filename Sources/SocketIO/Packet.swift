package import EngineIO
package import NIOCore

/// A Socket.IO packet (Socket.IO protocol, revision 5).
package struct Packet: Equatable, Sendable {
    /// What a packet is for; those with attachments differ only on the wire.
    package enum Kind: UInt8, Sendable {
        case connect = 0x30
        case disconnect
        case event
        case ack
        case connectError
        case binaryEvent
        case binaryAck
    }

    /// Why bytes are not a packet that is accepted here.
    package struct Malformed: Error {}

    /// The longest namespace name, in bytes.
    static let namespaceByteLimit = 256
    /// The longest event name, in bytes.
    static let eventByteLimit = 256
    /// How many attachments a packet may have.
    package static let attachmentLimit = 10
    /// Names that mean something to clients' libraries, and which no client sends.
    private static let reservedEvents: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    /// Without attachments: a packet that has some is an `event` or an `ack` again when it is whole.
    package var kind: Kind
    package var namespace = "/"
    /// The id by which an event's answer is known.
    package var ackID: UInt64?
    package var payload: JSON?
    /// How many binary messages belong to it and are still to come.
    package var missing = 0

    package init(_ kind: Kind, namespace: String = "/", ackID: UInt64? = nil, payload: JSON? = nil) {
        self.kind = kind
        self.namespace = namespace
        self.ackID = ackID
        self.payload = payload
    }

    /// The packet that a peer's `text`, valid UTF-8, says.
    package init(parsing text: ByteBuffer) throws {
        var text = text
        guard let kind = text.readInteger(as: UInt8.self).flatMap(Kind.init) else { throw Malformed() }
        self.kind = kind
        if kind == .binaryEvent || kind == .binaryAck {
            guard let count = try text.readDecimal(), count <= Self.attachmentLimit,
                text.readInteger() == UInt8(ascii: "-")
            else { throw Malformed() }
            missing = Int(count)
            self.kind = kind == .binaryEvent ? .event : .ack
        }
        if text.first == UInt8(ascii: "/") {
            let length = text.readableBytesView.firstIndex(of: UInt8(ascii: ",")).map {
                $0 - text.readerIndex
            }
            guard let name = text.readString(length: length ?? text.readableBytes),
                name.utf8.count <= Self.namespaceByteLimit
            else { throw Malformed() }
            namespace = name
            text.moveReaderIndex(forwardBy: min(1, text.readableBytes))
        }
        ackID = try text.readDecimal()
        payload = text.readableBytes > 0 ? try JSON(parsing: text) : nil
        guard isWellFormed else { throw Malformed() }
    }

    /// Whether the payload is what the kind asks for.
    private var isWellFormed: Bool {
        switch (kind, payload) {
        case (.connect, nil), (.connect, .object), (.disconnect, nil): true
        case (.connectError, .object), (.connectError, .string): true
        case (.event, .array(let values)):
            values.first?.string.map {
                $0.utf8.count <= Self.eventByteLimit && !Self.reservedEvents.contains($0)
            } ?? false
        case (.ack, .array): ackID != nil
        default: false
        }
    }

    /// The packet with `attachments` in the place of their placeholders, each used once.
    package func assembled(_ attachments: [ByteBuffer]) throws -> Packet {
        var packet = self
        var unused = Set(attachments.indices)
        packet.payload = try payload.map { try $0.replacingPlaceholders(attachments, &unused) }
        packet.missing = 0
        guard unused.isEmpty else { throw Malformed() }
        return packet
    }

    /// The packet's text and its attachments.
    package var parts: (text: ByteBuffer, attachments: [ByteBuffer]) {
        let (first, prefix, body) = encoded
        return (ByteBuffer(bytes: [first] + Array(prefix.utf8) + body.text), body.attachments)
    }

    /// The packet as it is sent, attachments behind it.
    package var frame: Frame {
        let (first, prefix, body) = encoded
        return Frame(text: first, prefix, body.text, attachments: body.attachments)
    }

    private var encoded: (first: UInt8, prefix: String, body: JSONWriter) {
        var body = JSONWriter(separatesBinary: true)
        if namespace != "/" {
            body.text.append(contentsOf: namespace.utf8)
            body.text.append(UInt8(ascii: ","))
        }
        if let ackID { body.write(decimal: ackID) }
        if let payload { body.write(payload) }
        guard !body.attachments.isEmpty else { return (kind.rawValue, "", body) }
        let binaryKind: Kind = kind == .ack ? .binaryAck : .binaryEvent
        return (binaryKind.rawValue, "\(body.attachments.count)-", body)
    }
}

extension JSON {
    /// The value with `{"_placeholder":true,"num":N}` replaced by attachment N, which is taken out of `unused`.
    fileprivate func replacingPlaceholders(_ attachments: [ByteBuffer], _ unused: inout Set<Int>) throws
        -> JSON
    {
        switch self {
        case .array(let values):
            return .array(try values.map { try $0.replacingPlaceholders(attachments, &unused) })
        case .object(let object) where object["_placeholder"] == .bool(true):
            guard let number = object["num"]?.integer, let index = Int(exactly: number),
                unused.remove(index) != nil
            else { throw Packet.Malformed() }
            return .binary(attachments[index])
        case .object(let object):
            return .object(
                JSONObject(
                    try object.members.map {
                        (name: $0.name, value: try $0.value.replacingPlaceholders(attachments, &unused))
                    }
                )
            )
        default:
            return self
        }
    }
}

extension ByteBuffer {
    /// The first readable byte.
    fileprivate var first: UInt8? { getInteger(at: readerIndex) }

    /// Reads the digits at the reader index; nothing where there are none.
    fileprivate mutating func readDecimal() throws -> UInt64? {
        let digits = readableBytesView.prefix { 0x30...0x39 ~= $0 }
        if digits.isEmpty { return nil }
        guard let number = UInt64(String(decoding: digits, as: UTF8.self)) else { throw Packet.Malformed() }
        moveReaderIndex(forwardBy: digits.count)
        return number
    }
}
