/// A grant and whose it is.
package struct HeldGrant: Hashable, Sendable {
    /// `user:` with a name, `role:` with a role, or `room-role:` with a role that the user has in the grant's room.
    package let subject: String
    /// What is granted.
    package let grant: StoredGrant

    /// A pair from its values.
    package init(subject: String, grant: StoredGrant) {
        self.subject = subject
        self.grant = grant
    }
}
