/// Somebody has a right that they were given, or lacks one that was taken.
///
/// What comes with a role, and what ends by itself, is not told.
public struct GrantChanged: ChatEvent, Hashable {
    /// Who has or had it: `user:NAME`, `role:ROLE` or `room-role:ROLE`.
    public let holder: String
    /// What it allows.
    public let right: Right
    /// Where: `*`, `server`, `room:*` (the public ones), `room:ID`, or for a role of rooms `room`.
    public let resource: String
    /// Whether it was given; else it was taken.
    public let isGiven: Bool
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z; nothing where it does not, or was taken.
    public let endsAt: Int64?

    /// An event from its parts.
    public init(holder: String, right: Right, resource: String, isGiven: Bool, endsAt: Int64? = nil) {
        self.holder = holder
        self.right = right
        self.resource = resource
        self.isGiven = isGiven
        self.endsAt = endsAt
    }
}

/// There is a new token for a program, or one allows less or nothing any more; the event is without the token itself.
public struct TokenChanged: ChatEvent, Hashable {
    /// What became of it.
    public enum Change: Hashable, Sendable {
        /// It was made, under this name, and ends at this time in milliseconds since 1970-01-01T00:00:00Z.
        case made(name: String, endsAt: Int64)
        /// It holds under one more condition, such as `room = lobby`; it may be a sign-in's.
        case narrowed(to: String)
        /// Nothing is opened any more by it, or by a part of it that its holder narrowed; it may be a sign-in's.
        case revoked
    }

    /// The token's id: `Asker.session` of whoever connects with it.
    public let session: String
    /// Whose it is.
    public let user: UserID
    /// What became of it.
    public let change: Change

    /// An event from its parts.
    public init(session: String, user: UserID, change: Change) {
        self.session = session
        self.user = user
        self.change = change
    }
}
