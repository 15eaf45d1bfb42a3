/// A row of the table of keys that sign tokens.
package struct StoredRootKey: Hashable, Sendable {
    /// The key.
    package let bytes: [UInt8]
    /// When it is believed no more, in milliseconds since 1970-01-01T00:00:00Z; `nil` for the one that signs.
    package let endsAt: Int64?

    /// A row from its values.
    package init(bytes: [UInt8], endsAt: Int64?) {
        self.bytes = bytes
        self.endsAt = endsAt
    }
}
