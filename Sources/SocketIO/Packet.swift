import NIOCore

/// A Socket.IO packet in its text form (Socket.IO protocol, revision 5).
struct Packet: Equatable {
    /// The types that have a text form of their own.
    enum Kind: UInt8 {
        case connect = 0x30
        case disconnect
        case event
        case ack
        case connectError
    }

    /// Why a client's text is not a packet that is accepted here.
    enum Malformed: Error {
        case packet
    }

    /// The longest namespace name, in bytes.
    static let namespaceByteLimit = 256

    var kind: Kind
    var namespace = "/"
    /// The id by which an event's answer is known.
    var ackID: UInt64?
    var payload: JSON?

    init(_ kind: Kind, namespace: String = "/", ackID: UInt64? = nil, payload: JSON? = nil) {
        self.kind = kind
        self.namespace = namespace
        self.ackID = ackID
        self.payload = payload
    }

    /// The packet that a client's `text`, valid UTF-8, says.
    init(parsing text: ByteBuffer) throws {
        var text = text
        guard let kind = text.readInteger(as: UInt8.self).flatMap(Kind.init) else { throw Malformed.packet }
        self.kind = kind
        if text.first == UInt8(ascii: "/") {
            let length = text.readableBytesView.firstIndex(of: UInt8(ascii: ",")).map {
                $0 - text.readerIndex
            }
            guard let name = text.readString(length: length ?? text.readableBytes),
                name.utf8.count <= Self.namespaceByteLimit
            else { throw Malformed.packet }
            namespace = name
            text.moveReaderIndex(forwardBy: min(1, text.readableBytes))
        }
        let digits = text.readableBytesView.prefix { 0x30...0x39 ~= $0 }
        if !digits.isEmpty {
            guard let id = UInt64(String(decoding: digits, as: UTF8.self)) else { throw Malformed.packet }
            ackID = id
            text.moveReaderIndex(forwardBy: digits.count)
        }
        payload = text.readableBytes > 0 ? try JSON(parsing: text) : nil
        guard isWellFormed else { throw Malformed.packet }
    }

    /// Whether the payload is what the kind asks for.
    private var isWellFormed: Bool {
        switch (kind, payload) {
        case (.connect, nil), (.connect, .object), (.disconnect, nil): true
        case (.event, .array(let values)): values.first?.string != nil
        case (.ack, .array): ackID != nil
        default: false
        }
    }

    /// The packet's text.
    var text: ByteBuffer {
        var text = ByteBufferAllocator().buffer(capacity: 128)
        text.writeInteger(kind.rawValue)
        if namespace != "/" {
            text.writeString(namespace)
            text.writeInteger(UInt8(ascii: ","))
        }
        if let ackID { text.writeString(String(ackID)) }
        if let payload { text.writeJSON(payload) }
        return text
    }
}

extension ByteBuffer {
    /// The first readable byte.
    fileprivate var first: UInt8? { getInteger(at: readerIndex) }
}
