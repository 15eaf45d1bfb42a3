package import RoostKit

/// A user as others may see them.
package struct Account: Hashable, Sendable {
    /// The unique name.
    package let user: UserID
    /// The role.
    package let role: Role
}
