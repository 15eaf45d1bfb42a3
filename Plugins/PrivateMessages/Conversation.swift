internal import RoostKit

/// A conversation, as one of its participants sees it.
struct Conversation: Encodable {
    let room: RoomID
    /// What a group is called, where it has a name.
    let title: String?
    /// Who takes part, by name; who has left is not among them, save in a conversation of two.
    var people: [UserID]
    let createdAt: String
    let activeAt: String
    /// The number of its latest entry.
    let sequence: Int64
    /// Up to which entry the asker has read.
    let read: Int64
    /// Messages of others after that; a thousand at most are counted.
    let unread: Int64
}

/// What the module knows about a conversation.
struct Participation: Sendable {
    struct Member: Sendable {
        let user: UserID
        let isIn: Bool
        let hasAgreed: Bool
    }

    let room: RoomID
    /// Whether it is one of two, who have no other.
    let isPair: Bool
    /// What a group is called, where it has a name.
    let title: String?
    let members: [Member]

    /// Those who take part now.
    var present: [UserID] { members.filter(\.isIn).map(\.user) }

    /// The other one of two.
    func other(than user: UserID) -> Member? { isPair ? members.first { $0.user != user } : nil }
}

/// A page of conversations.
struct ConversationList: Encodable {
    let conversations: [Conversation]
    let cursor: String?
}
