/// Somebody is about to delete a message, and may; nothing of it can be changed.
public struct DeleteProposal: Proposal, Hashable {
    /// The message's room.
    public let room: RoomID
    /// The message.
    public let message: MessageKey
    /// Who wants to delete it: its author, or somebody who moderates.
    public let asker: Asker

    /// A proposal from its parts.
    public init(room: RoomID, message: MessageKey, asker: Asker) {
        self.room = room
        self.message = message
        self.asker = asker
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: DeleteProposal) -> DeleteProposal { self }
}

/// Somebody is about to react to a message, or to take that back, and may; nothing of it can be changed.
public struct ReactionProposal: Proposal, Hashable {
    /// The message's room.
    public let room: RoomID
    /// The message.
    public let message: MessageKey
    /// The reaction, as text.
    public let reaction: String
    /// Whether they have it from now on, or no longer.
    public let isOn: Bool
    /// Who reacts.
    public let asker: Asker

    /// A proposal from its parts.
    public init(room: RoomID, message: MessageKey, reaction: String, isOn: Bool, asker: Asker) {
        self.room = room
        self.message = message
        self.reaction = reaction
        self.isOn = isOn
        self.asker = asker
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: ReactionProposal) -> ReactionProposal { self }
}
