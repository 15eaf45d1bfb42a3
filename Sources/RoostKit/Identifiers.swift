/// A room's id: the short name it is addressed by, such as `lobby`.
///
/// It never changes.
@frozen
public struct RoomID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as it stands on the wire and in the database.
    public let rawValue: String

    /// The room named `rawValue`, which need not exist.
    @inlinable
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    public var description: String { rawValue }

    /// Whether both are the same name.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    /// Hashes the name.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// A user's id: the unique, normalised name chosen at sign-up.
///
/// It never changes.
@frozen
public struct UserID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as it stands on the wire and in the database.
    public let rawValue: String

    /// The user named `rawValue`, who need not exist.
    @inlinable
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    public var description: String { rawValue }

    /// Whether both are the same name.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    /// Hashes the name.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
