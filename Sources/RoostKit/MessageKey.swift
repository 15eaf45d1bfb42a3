/// What identifies a message for its author: the same key twice is the same message.
@frozen
public struct MessageKey: Hashable, Sendable {
    /// Who wrote it.
    public let author: UserID
    /// The id that its author gave it.
    public let id: String

    /// A key from its parts.
    @inlinable
    public init(author: UserID, id: String) {
        self.author = author
        self.id = id
    }

    /// Whether both are of the same message.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        left.author == right.author && left.id == right.id
    }

    /// Hashes both parts.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(author)
        hasher.combine(id)
    }
}
