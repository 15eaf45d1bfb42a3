/// The users, as modules see and change them: with the server's own authority, so a module checks who asks it.
///
/// What is refused throws `RequestError`, such as `not_found`, which a request may pass on to its client. Changes are in
/// the audit log as made by `actor`, or by the module where that is `nil`, and reach whoever is connected before the
/// call returns.
public protocol ModuleUsers: Sendable {
    /// The user with this id, or `nil`; names that people type go through `find(named:)`.
    @concurrent
    func find(_ id: UserID) async throws -> UserDetails?

    /// The user whom somebody calls `name`, in whatever case, or `nil`.
    @concurrent
    func find(named name: String) async throws -> UserDetails?

    /// Whether the user may do this in `room`, or on the server where that is `nil`; `false` for disabled users, and for
    /// guests who are gone.
    ///
    /// It reads the database. Whoever asks for something is asked faster: `Asker.may`.
    @concurrent
    func may(_ user: UserID, _ right: Right, in room: RoomID?) async throws -> Bool

    /// The id of the user who is or was called `name`; where nobody is, the name is set aside, so that nobody signs up with it.
    ///
    /// For messages of people who have no account here.
    @concurrent
    func reserve(_ name: String) async throws -> UserID

    /// Whether there is a room to which both belong, other than those for participants alone.
    @concurrent
    func share(_ one: UserID, _ other: UserID) async throws -> Bool

    /// The user's role in `room`: `owner`, `moderator`, `member`, or `nil`.
    @concurrent
    func role(of user: UserID, in room: RoomID) async throws -> String?

    /// Gives the user a role in `room`, or takes theirs and their own grants there where it is `nil`.
    ///
    /// Whoever had none has it at once; anybody else is cut, and connects again with their new rights. Who gives up a role by
    /// themselves (`actor` is `user`) stays connected: their devices leave the room.
    @concurrent
    func setRole(_ role: String?, of user: UserID, in room: RoomID, by actor: UserID?) async throws

    /// Grants the user a right in `room`, or on the server where that is `nil`, until a time in milliseconds since
    /// 1970-01-01T00:00:00Z or without end.
    ///
    /// The same grant once more gets another end.
    @concurrent
    func grant(
        _ right: Right,
        in room: RoomID?,
        to user: UserID,
        until end: Int64?,
        by actor: UserID?
    ) async throws

    /// Takes such a grant of the user's own; what they have by a role stays.
    @concurrent
    func take(_ right: Right, in room: RoomID?, from user: UserID, by actor: UserID?) async throws

    /// Ends all sessions of the user, and says how many they were.
    @concurrent
    func endSessions(of user: UserID, by actor: UserID?) async throws -> Int

    /// Keeps the user from signing in, and ends their sessions; or lets them sign in again.
    @concurrent
    func setDisabled(_ isDisabled: Bool, _ user: UserID, by actor: UserID?) async throws
}

/// A user, as modules see them.
public struct UserDetails: Hashable, Sendable {
    /// The unique name.
    public let id: UserID
    /// The name that they chose to be shown, where they did; it is not unique.
    public let displayName: String?
    /// Their role on the server, such as `member`.
    public let role: String
    /// Whether they may not sign in.
    public let isDisabled: Bool
    /// When they signed up, in milliseconds since 1970-01-01T00:00:00Z.
    public let createdAt: Int64

    /// Details from their values.
    public init(id: UserID, displayName: String?, role: String, isDisabled: Bool, createdAt: Int64) {
        self.id = id
        self.displayName = displayName
        self.role = role
        self.isDisabled = isDisabled
        self.createdAt = createdAt
    }
}
