/// The binary format of version 2, and its text in URL-safe Base64 without padding.
///
/// A version byte, then sections of fields (type, length, bytes), each ended by a zero: the header, one section for
/// each caveat, an empty one, and at last the signature.
extension Macaroon {
    private enum Field {
        static let end: UInt8 = 0
        static let location: UInt8 = 1
        static let identifier: UInt8 = 2
        static let verification: UInt8 = 4
        static let signature: UInt8 = 6
    }

    private static let version: UInt8 = 2
    private static let signatureByteCount = 32

    /// The text that a client keeps.
    var text: String { Base64URL.encode(bytes) }

    /// The binary form.
    var bytes: [UInt8] {
        var bytes = [Self.version]
        Self.append(Array(location.utf8), as: Field.location, to: &bytes)
        Self.append(identifier, as: Field.identifier, to: &bytes)
        bytes.append(Field.end)
        for caveat in caveats {
            Self.append(caveat, as: Field.identifier, to: &bytes)
            bytes.append(Field.end)
        }
        bytes.append(Field.end)
        Self.append(signature, as: Field.signature, to: &bytes)
        return bytes
    }

    /// The macaroon that `text` stands for.
    init(text: String) throws(MacaroonError) {
        // Checked before decoding, so that a long text costs nothing.
        guard text.utf8.count <= (Limits.macaroonBytes * 4 + 2) / 3 else { throw .tooLarge }
        guard let bytes = Base64URL.decode(text) else { throw .malformed }
        try self.init(bytes: bytes)
    }

    /// The macaroon in its binary form, with nothing before or after it.
    init(bytes: [UInt8]) throws(MacaroonError) {
        guard bytes.count <= Limits.macaroonBytes else { throw .tooLarge }
        var reader = MacaroonReader(bytes)
        guard try reader.byte() == Self.version else { throw .malformed }
        let location = try reader.field(Field.location) ?? []
        guard let identifier = try reader.field(Field.identifier) else { throw .malformed }
        guard try reader.byte() == Field.end else { throw .malformed }
        var caveats: [[UInt8]] = []
        while let caveat = try Self.nextCaveat(from: &reader) {
            guard caveats.count < Limits.caveats else { throw .tooLarge }
            caveats.append(caveat)
        }
        guard let signature = try reader.field(Field.signature), signature.count == Self.signatureByteCount,
            reader.isAtEnd, let place = String(validating: location, as: UTF8.self)
        else { throw .malformed }
        self.init(location: place, identifier: identifier, caveats: caveats, signature: signature)
    }

    /// The condition in the next section, or `nil` where that is empty.
    private static func nextCaveat(from reader: inout MacaroonReader) throws(MacaroonError) -> [UInt8]? {
        guard let caveat = try reader.field(Field.identifier) else {
            switch try reader.byte() {
            case Field.end: return nil
            case Field.location: throw .thirdParty
            default: throw .malformed
            }
        }
        switch try reader.byte() {
        case Field.end: return caveat
        case Field.verification: throw .thirdParty
        default: throw .malformed
        }
    }

    private static func append(_ value: [UInt8], as field: UInt8, to bytes: inout [UInt8]) {
        bytes.append(field)
        var length = value.count
        while length >= 128 {
            bytes.append(UInt8(length & 127) | 128)
            length >>= 7
        }
        bytes.append(UInt8(length))
        bytes += value
    }
}
