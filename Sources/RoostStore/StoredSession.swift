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

    /// A row from its values.
    package init(id: String, user: UserID, createdAt: Int64, expiresAt: Int64) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
