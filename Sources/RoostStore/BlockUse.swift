/// A token up to a condition that bounds its uses.
package struct BlockUse: Hashable, Sendable {
    /// The revocation id.
    package let block: String
    /// How often it may be used.
    package let limit: Int64

    /// A bound from its values.
    package init(block: String, limit: Int64) {
        self.block = block
        self.limit = limit
    }
}
