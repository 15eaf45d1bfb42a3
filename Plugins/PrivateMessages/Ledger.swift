internal import RoostKit

/// Notes in the transaction of each message how far its conversation is, and that it is unread.
///
/// It keeps no message: that is History's.
struct Ledger: Recorder {
    func statements(recording entries: [RoomEntry]) -> [Statement] {
        guard let last = entries.last, last.room.isConversation else { return [] }
        let room = SQLValue.text(last.room.rawValue)
        return entries.flatMap { entry -> [Statement] in
            guard case .posted(let message) = entry else { return [] }
            let values = [room, .text(message.author.rawValue), .integer(message.sequence)]
            return [
                Statement(
                    """
                    INSERT INTO private_unread (room, author, sequence)
                    SELECT room, ?2, ?3 FROM private_conversation WHERE room = ?1
                    """,
                    values
                ),
                Statement(
                    "UPDATE private_member SET has_agreed = 1 WHERE room = ?1 AND user = ?2 AND has_agreed = 0",
                    [room, .text(message.author.rawValue)]
                ),
                Statement(
                    "UPDATE private_conversation SET active_at = max(active_at, ?2) WHERE room = ?1",
                    [room, .integer(message.at)]
                ),
            ]
        } + [
            Statement(
                "UPDATE private_conversation SET sequence = ?2 WHERE room = ?1",
                [room, .integer(last.sequence)]
            )
        ]
    }

    func earlier(_ keys: [MessageKey]) -> [Message] { [] }

    func entries(of room: RoomID, after sequence: Int64, limit: Int) -> [RoomEntry] { [] }
}

extension RoomID {
    /// With what a conversation's room begins; two `~` are those of rooms for participants alone.
    static let conversationPrefix = "pm~~"

    /// Whether it is the room of a conversation.
    var isConversation: Bool { rawValue.hasPrefix(Self.conversationPrefix) }
}
