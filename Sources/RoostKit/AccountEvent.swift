/// There is a new account: somebody signed up, or an administrator added it.
public struct UserSignedUp: ChatEvent, Hashable {
    /// Whose it is.
    public let user: UserID

    /// An event from its part.
    public init(user: UserID) {
        self.user = user
    }
}

/// Somebody signed in with their password.
public struct UserSignedIn: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// Where they are, as far as proxies that are trusted tell it.
    public let address: String

    /// An event from its parts.
    public init(user: UserID, address: String) {
        self.user = user
        self.address = address
    }
}

/// A sign-in or a program's token has ended, and every connection that stood on it.
///
/// One that expires while nobody is connected with it is not told.
public struct SessionEnded: ChatEvent, Hashable {
    /// The sign-in: `Asker.session`.
    public let session: String
    /// Whose it was.
    public let user: UserID
    /// Why, as `session:ended` says it: `signed_out`, `password_changed` ...
    public let code: String

    /// An event from its parts.
    public init(session: String, user: UserID, code: String) {
        self.session = session
        self.user = user
        self.code = code
    }
}

/// Somebody has another password, which they or an administrator set.
public struct PasswordChanged: ChatEvent, Hashable {
    /// Whose it is.
    public let user: UserID

    /// An event from its part.
    public init(user: UserID) {
        self.user = user
    }
}

/// An account may not sign in any more.
public struct UserDisabled: ChatEvent, Hashable {
    /// Whose it is.
    public let user: UserID

    /// An event from its part.
    public init(user: UserID) {
        self.user = user
    }
}

/// An account that was disabled may sign in again.
public struct UserEnabled: ChatEvent, Hashable {
    /// Whose it is.
    public let user: UserID

    /// An event from its part.
    public init(user: UserID) {
        self.user = user
    }
}

/// An account is gone, and nobody gets its name again.
///
/// What a module keeps of the user is erased with `ModuleContext.erase(with:)`, also where the module did not run then.
public struct UserDeleted: ChatEvent, Hashable {
    /// Whose it was.
    public let user: UserID

    /// An event from its part.
    public init(user: UserID) {
        self.user = user
    }
}

/// Somebody has another role.
public struct RoleChanged: ChatEvent, Hashable {
    /// Who.
    public let user: UserID
    /// The role; nothing where they have none any more.
    public let role: String?
    /// Where; nothing for their role on the server.
    public let room: RoomID?

    /// An event from its parts.
    public init(user: UserID, role: String?, room: RoomID?) {
        self.user = user
        self.role = role
        self.room = room
    }
}

/// Somebody was invited to a room, or there is a link with which one can be.
public struct InvitationMade: ChatEvent, Hashable {
    /// Who invites; nobody where a command did.
    public let by: UserID?
    /// Who is invited; nobody where it is a link.
    public let user: UserID?
    /// Where to; nothing for the server.
    public let room: RoomID?

    /// An event from its parts.
    public init(by: UserID?, user: UserID?, room: RoomID?) {
        self.by = by
        self.user = user
        self.room = room
    }
}
