/// A right on what a pattern matches, perhaps until a time.
package struct StoredGrant: Hashable, Sendable {
    /// The right's name, or `*` for every right.
    package let right: String
    /// `*`, `server`, `room:*` or `room:` with a room's id; `room` in a room role is the room where one has it.
    package let resource: String
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z; `nil` where it does not.
    package let endsAt: Int64?

    /// A grant from its values.
    package init(right: String, resource: String, endsAt: Int64? = nil) {
        self.right = right
        self.resource = resource
        self.endsAt = endsAt
    }
}
