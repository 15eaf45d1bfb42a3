package import RoostKit
internal import RoostStore

/// A session as its user sees it in a list of their devices.
package struct OpenSession: Hashable, Sendable {
    /// The session's id, which is not its token and opens nothing.
    package let id: SessionID
    /// Who signed in.
    package let user: UserID
    /// When the user signed in, in milliseconds since 1970-01-01T00:00:00Z.
    package let createdAt: Int64
    /// When it was last used, to some minutes, in milliseconds since 1970-01-01T00:00:00Z.
    package let lastUsedAt: Int64
    /// When it ends if it is not used any more, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64
    /// Where it was last used from, as far as that is known.
    package let caller: Caller

    init(_ stored: StoredSession, lifetime: SessionLifetime) {
        id = SessionID(rawValue: stored.id)
        user = stored.user
        createdAt = stored.createdAt
        lastUsedAt = stored.lastUsedAt
        expiresAt = min(stored.expiresAt, stored.lastUsedAt + lifetime.idle.milliseconds)
        caller = Caller(address: stored.address, program: stored.program)
    }
}
