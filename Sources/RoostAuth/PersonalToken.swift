package import RoostKit
internal import RoostStore

/// A token that a user made for a program, without the token's secret.
package struct PersonalToken: Hashable, Sendable {
    /// The token's id, which opens nothing.
    package let id: SessionID
    /// Whose rights it has.
    package let user: UserID
    /// What the user calls it.
    package let name: String
    /// Its conditions, as the server keeps them.
    package let caveats: [String]
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// When it was last used, to some minutes, in milliseconds since 1970-01-01T00:00:00Z; `nil` if never.
    package let lastUsedAt: Int64?
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64

    init(_ stored: StoredSession, caveats: [String]) {
        id = SessionID(rawValue: stored.id)
        user = stored.user
        name = stored.name ?? ""
        self.caveats = caveats.sorted()
        createdAt = stored.createdAt
        lastUsedAt = stored.lastUsedAt > stored.createdAt ? stored.lastUsedAt : nil
        expiresAt = stored.expiresAt
    }
}
