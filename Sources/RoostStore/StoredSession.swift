package import RoostKit

/// A row of the table of sessions: one sign-in that has not ended.
package struct StoredSession: Hashable, Sendable {
    /// The session's id.
    package let id: String
    /// Who signed in.
    package let user: UserID
    /// When they signed in, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// When the session ends by itself, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64
    /// When it was last used, to some minutes, in milliseconds since 1970-01-01T00:00:00Z.
    package let lastUsedAt: Int64
    /// The address that it was last used from, where that is known.
    package let address: String?
    /// What the program that last used it calls itself, where it does.
    package let program: String?
    /// What the user calls it where it is a program's; `nil` for a sign-in.
    package let name: String?

    /// A row from its values; not used since its start where `lastUsedAt` is left out.
    package init(
        id: String,
        user: UserID,
        createdAt: Int64,
        expiresAt: Int64,
        lastUsedAt: Int64? = nil,
        address: String? = nil,
        program: String? = nil,
        name: String? = nil
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt ?? createdAt
        self.address = address
        self.program = program
        self.name = name
    }
}
