/// What is needed to use a link, besides the link itself.
package struct LinkUse: Hashable, Sendable {
    /// The link's id.
    package let id: String
    /// The revocation ids of the token that was brought.
    package let blocks: [String]
    /// The bounds of its uses.
    package let uses: [BlockUse]

    /// A use from its values.
    package init(id: String, blocks: [String], uses: [BlockUse]) {
        self.id = id
        self.blocks = blocks
        self.uses = uses
    }
}
