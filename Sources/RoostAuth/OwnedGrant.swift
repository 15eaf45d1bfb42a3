internal import RoostStore

/// A grant, and whose it is.
package struct OwnedGrant: Hashable, Sendable {
    /// `user:` with a name, `role:` with a role, or `room-role:` with a role that the user has in the grant's room.
    package let holder: String
    /// What is granted.
    package let grant: Grant

    init(_ held: HeldGrant) {
        holder = held.subject
        grant = Grant(held.grant)
    }
}
