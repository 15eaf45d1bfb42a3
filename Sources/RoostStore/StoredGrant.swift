/// A row of the table of grants: a subject has a right on what a pattern matches.
package struct StoredGrant: Hashable, Sendable {
    /// The right's name, or `*` for every right.
    package let right: String
    /// `*`, `server`, `room:*` or `room:` with a room's id.
    package let resource: String

    /// A row from its values.
    package init(right: String, resource: String) {
        self.right = right
        self.resource = resource
    }
}
