/// Somebody is about to make a room or to change one, and may.
public struct RoomProposal: Proposal, Hashable {
    /// What is to be done.
    public enum Kind: Hashable, Sendable {
        /// A room of this name is made; its id is not known yet.
        case create(name: String, isPrivate: Bool)
        /// The room has another title or topic.
        case update(RoomID)
        /// The room takes nothing more, or takes something again.
        case archive(RoomID, isOn: Bool)
    }

    /// What is to be done.
    public let kind: Kind
    /// Who is about to.
    public let asker: Asker
    /// The title that it gets; nothing where they did not give one.
    ///
    /// It can be changed, unless the room is archived.
    public var title: String?
    /// The topic that it gets, likewise.
    public var topic: String?

    /// A proposal from its parts.
    public init(_ kind: Kind, asker: Asker, title: String? = nil, topic: String? = nil) {
        self.kind = kind
        self.asker = asker
        self.title = title
        self.topic = topic
    }

    /// This room with the title and topic of `changed`.
    public func accepting(_ changed: RoomProposal) -> RoomProposal {
        var accepted = self
        if case .archive = kind { return accepted }
        accepted.title = changed.title
        accepted.topic = changed.topic
        return accepted
    }
}

/// Somebody is about to invite, and may; nothing of it can be changed.
public struct InvitationProposal: Proposal, Hashable {
    /// Who invites.
    public let asker: Asker
    /// Who is invited, as the asker wrote their name; nobody where the invitation is a link.
    public let user: String?
    /// Where to; nothing for the server.
    public let room: RoomID?

    /// A proposal from its parts.
    public init(asker: Asker, user: String?, room: RoomID?) {
        self.asker = asker
        self.user = user
        self.room = room
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: InvitationProposal) -> InvitationProposal { self }
}

/// Somebody is about to sign in, and has shown the password that they need; nothing of it can be changed.
public struct SignInProposal: Proposal, Hashable {
    /// The name of their account, as `UserID` has it.
    public let name: String
    /// Where they are, as far as proxies that are trusted tell it.
    public let address: String?

    /// A proposal from its parts.
    public init(name: String, address: String?) {
        self.name = name
        self.address = address
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: SignInProposal) -> SignInProposal { self }
}
