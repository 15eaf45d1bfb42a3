package import RoostKit
internal import RoostStore

/// A user as others may see them.
package struct Account: Hashable, Sendable {
    /// The unique name.
    package let user: UserID
    /// The role.
    package let role: Role
    /// Whether the user may not sign in.
    package let isDisabled: Bool

    init(user: UserID, role: Role, isDisabled: Bool = false) {
        self.user = user
        self.role = role
        self.isDisabled = isDisabled
    }

    init(_ stored: StoredUser) {
        self.init(user: stored.id, role: Role(rawValue: stored.role), isDisabled: stored.isDisabled)
    }
}
