/// An address, or all that begin with the same bits.
package struct AddressRange: Hashable, Sendable {
    private let first: ClientAddress
    private let bitCount: Int

    /// The range that `text` is, as in `10.0.0.0/8` or `2001:db8::7`; `nil` where it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let part = parts.first, let first = ClientAddress(String(part)) else { return nil }
        let most = first.bytes.count * 8
        guard let bitCount = parts.count == 1 ? most : Int(parts[1]), 0...most ~= bitCount else { return nil }
        self.first = first
        self.bitCount = bitCount
    }

    /// The range as people write it.
    package var text: String {
        bitCount == first.bytes.count * 8 ? first.text : "\(first.text)/\(bitCount)"
    }

    /// Whether `address` is one of the range.
    package func contains(_ address: ClientAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        let (whole, rest) = bitCount.quotientAndRemainder(dividingBy: 8)
        guard address.bytes.prefix(whole) == first.bytes.prefix(whole) else { return false }
        guard rest > 0 else { return true }
        return (address.bytes[whole] ^ first.bytes[whole]) >> (8 - rest) == 0
    }
}
