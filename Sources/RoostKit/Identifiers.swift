/// A room's id: the short name it is addressed by, such as `lobby`.
///
/// It never changes.
public struct RoomID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as it stands on the wire and in the database.
    public let rawValue: String

    /// The room named `rawValue`, which need not exist.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    public var description: String { rawValue }
}

/// A user's id: the unique, normalised name chosen at sign-up.
///
/// It never changes.
public struct UserID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as it stands on the wire and in the database.
    public let rawValue: String

    /// The user named `rawValue`, who need not exist.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    public var description: String { rawValue }
}
