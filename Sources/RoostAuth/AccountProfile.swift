package import RoostKit

/// All that an administrator sees of an account; no secrets.
package struct AccountProfile: Sendable {
    /// Who it is.
    package let account: Account
    /// How the user wants to be called; `nil` for just by the name.
    package let displayName: String?
    /// When the account was made, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// When one of the sessions was last used, in milliseconds since 1970-01-01T00:00:00Z; `nil` where there is none.
    package let lastUsedAt: Int64?
    /// Whether a second factor is asked for.
    package let hasSecondFactor: Bool
    /// How many sign-ins are open.
    package let sessionCount: Int
    /// How many tokens for programs there are.
    package let tokenCount: Int
    /// The rooms in which the user has a role, by room.
    package let rooms: [(room: RoomID, role: String)]
}
