/// What somebody has not read of a room.
public struct Unread: Hashable, Sendable {
    /// How many messages of others, without deleted ones; a recorder may stop to count at 1,000.
    public let messages: Int
    /// How many of these name the user, as in `@ada`.
    public let mentions: Int

    /// Counts from their values.
    public init(messages: Int, mentions: Int) {
        self.messages = messages
        self.mentions = mentions
    }

    /// All is read.
    public static let nothing = Unread(messages: 0, mentions: 0)
}
