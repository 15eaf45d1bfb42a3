/// One verb that somebody may or may not do.
///
/// The server's own rights are those below. A module's have its name before a dot, as in `moderation.kick`, and are
/// declared in its manifest.
@frozen
public struct Right: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name as it stands on the wire and in the database.
    public let rawValue: String

    /// The right named `rawValue`.
    @inlinable
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The right that is named by the literal.
    @inlinable
    public init(stringLiteral name: String) {
        rawValue = name
    }

    /// To see which rooms there are.
    public static let list = Right(rawValue: "list")
    /// To make rooms.
    public static let create = Right(rawValue: "create")
    /// To become a member of a room.
    public static let join = Right(rawValue: "join")
    /// To see what is said in a room.
    public static let read = Right(rawValue: "read")
    /// To say something in a room.
    public static let send = Right(rawValue: "send")
    /// To let others in.
    public static let invite = Right(rawValue: "invite")
    /// To tell whoever is connected, in a room or on the server, of events of other programs.
    public static let emit = Right(rawValue: "emit")
    /// To keep order in a room.
    public static let moderate = Right(rawValue: "moderate")
    /// To change a room or the server.
    public static let manage = Right(rawValue: "manage")
}
