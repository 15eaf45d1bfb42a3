/// What identifies a message for its author: the same key twice is the same message.
public struct MessageKey: Hashable, Sendable {
    /// Who wrote it.
    public let author: UserID
    /// The id that its author gave it.
    public let id: String

    /// A key from its parts.
    public init(author: UserID, id: String) {
        self.author = author
        self.id = id
    }
}
