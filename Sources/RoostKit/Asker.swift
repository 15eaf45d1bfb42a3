/// Somebody who is signed in and asks for something, over one connection.
public struct Asker: Sendable {
    /// Who it is.
    public let user: UserID
    /// Their role on the server: `admin`, `moderator`, `member` or `guest`; `anonymous` for whoever did not sign in.
    public let role: String
    /// The id of the sign-in, which all connections of one device share; it opens nothing.
    public let session: String
    /// The id of the connection.
    public let connection: String
    /// The address of the connection, as far as proxies that are trusted tell it.
    public let address: String?
    private let allows: @Sendable (Right, RoomID?) -> Bool

    /// An asker from its parts; `allows` answers for a right in a room, or on the server where that is `nil`.
    public init(
        user: UserID,
        role: String = "member",
        session: String = "",
        connection: String = "",
        address: String? = nil,
        allows: @escaping @Sendable (Right, RoomID?) -> Bool = { _, _ in false }
    ) {
        self.user = user
        self.role = role
        self.session = session
        self.connection = connection
        self.address = address
        self.allows = allows
    }

    /// Somebody who did not sign in, on a connection to a namespace that takes those: without rights.
    public static func anonymous(connection: String, address: String?) -> Asker {
        Asker(
            user: UserID(rawValue: "anonymous:\(connection)"),
            role: "anonymous",
            connection: connection,
            address: address
        )
    }

    /// Whether they came without signing in.
    public var isAnonymous: Bool { role == "anonymous" }

    /// Whether they came without an account.
    public var isGuest: Bool { role == "guest" }

    /// Whether they may do this in `room` now; `false` once their session has ended.
    ///
    /// It costs no look into the database: `rooms.filter { asker.may(.read, in: $0) }` is cheap.
    public func may(_ right: Right, in room: RoomID) -> Bool { allows(right, room) }

    /// Whether they may do this on the server now; `false` once their session has ended.
    public func may(_ right: Right) -> Bool { allows(right, nil) }
}

extension Asker: Hashable {
    /// Whether it is the same user over the same connection.
    public static func == (one: Asker, other: Asker) -> Bool {
        (one.user, one.session, one.connection) == (other.user, other.session, other.connection)
    }

    /// Hashes the user and the connection.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(user)
        hasher.combine(connection)
    }
}
