/// Reads the fields of a binary macaroon from the front, never past its end.
struct MacaroonReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte.
    mutating func byte() throws(MacaroonError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw .malformed }
        return byte
    }

    /// The value of the next field where that is of the type `type`; otherwise `nil`, and nothing is read.
    mutating func field(_ type: UInt8) throws(MacaroonError) -> [UInt8]? {
        guard rest.first == type else { return nil }
        rest.removeFirst()
        let count = try length()
        guard count <= rest.count else { throw .malformed }
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A length in seven bits for each byte, least significant first.
    private mutating func length() throws(MacaroonError) -> Int {
        var length = 0
        // Two bytes hold every length that fits in a macaroon.
        for shift in [0, 7] {
            let byte = try byte()
            length |= Int(byte & 127) << shift
            if byte < 128 { return length }
        }
        throw .malformed
    }
}
