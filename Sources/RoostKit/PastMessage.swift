/// A message from elsewhere, or from an earlier time, that a room is to have.
public struct PastMessage: Hashable, Sendable {
    /// Who wrote it, and its id for them.
    public let key: MessageKey
    /// What it says, as plain text; empty where it was deleted.
    public let text: String
    /// When it was written, in milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// The message of the same room that it replies to, where it does.
    public let replyTo: MessageKey?

    /// A message from its parts.
    public init(key: MessageKey, text: String, at: Int64, replyTo: MessageKey? = nil) {
        self.key = key
        self.text = text
        self.at = at
        self.replyTo = replyTo
    }
}
