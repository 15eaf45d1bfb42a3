internal import RoostKit

/// The reply to `history:page`.
struct Page: Encodable {
    /// Oldest first.
    let messages: [PageEntry]
    /// Whether there are messages before these.
    let more: Bool
    /// Whether there are messages after these; nothing where that was not looked for.
    var newer: Bool?
}

/// A message with the reactions to it.
struct PageEntry: Encodable {
    let message: Message
    let reactions: [Reaction]

    private enum CodingKeys: CodingKey {
        case reactions
    }

    /// Writes the message's own fields, and `reactions` beside them where there are any.
    func encode(to encoder: any Encoder) throws {
        try message.encode(to: encoder)
        guard !reactions.isEmpty else { return }
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(reactions, forKey: .reactions)
    }
}

/// One kind of reaction to a message, and how many people have it.
struct Reaction: Encodable {
    /// How many kinds a page shows for one message, so that nobody can make it large.
    static let limit = 20
    /// How many more it shows that the asker has, who could not take them back otherwise.
    static let ownLimit = 20

    let reaction: String
    let count: Int64
    /// Whether the asker is among these people.
    let isMine: Bool

    private enum CodingKeys: String, CodingKey {
        case reaction, count, mine
    }

    /// Writes `mine` where it is true.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(reaction, forKey: .reaction)
        try fields.encode(count, forKey: .count)
        if isMine { try fields.encode(true, forKey: .mine) }
    }
}
