package import RoostKit

/// A row of the table of users.
package struct StoredUser: Hashable, Sendable {
    /// The unique, normalised name.
    package let id: UserID
    /// The name of the user's role, such as `member`.
    package let role: String
    /// The password's hash, as a PHC string.
    package let password: String
    /// When the user signed up, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// Whether the user may not sign in.
    package let isDisabled: Bool
    /// How often something ended all of the user's sessions.
    package let generation: Int64

    /// A row from its values.
    package init(
        id: UserID,
        role: String,
        password: String,
        createdAt: Int64,
        isDisabled: Bool = false,
        generation: Int64 = 0
    ) {
        self.id = id
        self.role = role
        self.password = password
        self.createdAt = createdAt
        self.isDisabled = isDisabled
        self.generation = generation
    }
}
