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
        self = try text.withUnsafeReadableBytes { bytes in
            var reader = JSONParser(bytes: bytes)
            return try Packet(reading: &reader)
        }
    }

    private init(reading text: inout JSONParser) throws {
        guard let kind = text.byte().flatMap(Kind.init) else { throw Malformed() }
        self.kind = kind
        if kind == .binaryEvent || kind == .binaryAck {
            guard let count = try text.decimal(), count <= Self.attachmentLimit, text.take(UInt8(ascii: "-"))
            else { throw Malformed() }
            missing = Int(count)
            self.kind = kind == .binaryEvent ? .event : .ack
        }
        if text.next == UInt8(ascii: "/") {
            guard let name = text.text(before: UInt8(ascii: ","), byteLimit: Self.namespaceByteLimit)
            else { throw Malformed() }
            namespace = name
        }
        ackID = try text.decimal()
        payload = text.next == nil ? nil : try text.document()
        guard isWellFormed else { throw Malformed() }
    }

    /// Whether the payload is what the kind asks for.
    private var isWellFormed: Bool {
        switch (kind, payload) {
        case (.connect, nil), (.connect, .object), (.disconnect, nil): true
        case (.connectError, .object), (.connectError, .string): true
        case (.event, .array(let values)):
            values.first?.string.map { $0.utf8.count <= Self.eventByteLimit && !Self.isReserved($0) } ?? false
        case (.ack, .array): ackID != nil
        default: false
        }
    }

    /// Whether `event` means something to clients' libraries, so that no client sends it.
    private static func isReserved(_ event: String) -> Bool {
        switch event {
        case "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener": true
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
        let writer = written
        var text = ByteBuffer(string: writer.prefix(of: kind))
        text.writeBytes(writer.text.dropFirst(Frame.room))
        return (text, writer.attachments)
    }

    /// The packet as it is sent, attachments behind it.
    package var frame: Frame {
        var writer = written
        return writer.takeFrame(of: kind)
    }

    private var written: JSONWriter {
        var writer = JSONWriter(room: Frame.room, separatesBinary: true)
        writer.write(namespace: namespace, ackID: ackID)
        if let payload { writer.write(payload) }
        return writer
    }
}

extension Frame {
    /// The event `name` with `arguments`, as it is sent to `namespace`.
    static func event(_ name: String, _ arguments: [JSON], namespace: String, ackID: UInt64? = nil) -> Frame {
        var writer = JSONWriter(room: Frame.room, separatesBinary: true)
        writer.write(namespace: namespace, ackID: ackID)
        writer.write(event: name, arguments)
        return writer.takeFrame(of: .event)
    }

    /// The answer `values` to the event `id` of `namespace`.
    static func ack(_ id: UInt64, _ values: [JSON], namespace: String) -> Frame {
        var writer = JSONWriter(room: Frame.room, separatesBinary: true)
        writer.write(namespace: namespace, ackID: id)
        writer.write(values)
        return writer.takeFrame(of: .ack)
    }
}

extension JSONWriter {
    /// Appends what stands between a packet's kind and its payload.
    fileprivate mutating func write(namespace: String, ackID: UInt64?) {
        if namespace != "/" {
            text.append(contentsOf: namespace.utf8)
            text.append(UInt8(ascii: ","))
        }
        if let ackID { write(decimal: ackID) }
    }

    /// The frame of a packet of `kind` that is written, in whose bytes the text becomes.
    fileprivate mutating func takeFrame(of kind: Packet.Kind) -> Frame {
        let prefix = attachments.isEmpty ? nil : prefix(of: kind)
        // Held here too, the text would be copied.
        var text: [UInt8] = []
        swap(&text, &self.text)
        guard let prefix else { return Frame(kind: kind.rawValue, text: text) }
        return Frame(prefix: prefix, text: text, attachments: attachments)
    }

    /// What comes before the text of a packet of `kind`: the kind on the wire, and how many attachments follow.
    fileprivate func prefix(of kind: Packet.Kind) -> String {
        switch (attachments.count, kind) {
        case (0, _): String(kind.rawValue - 0x30)
        case (let count, .ack): "\(Packet.Kind.binaryAck.rawValue - 0x30)\(count)-"
        case (let count, _): "\(Packet.Kind.binaryEvent.rawValue - 0x30)\(count)-"
        }
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
