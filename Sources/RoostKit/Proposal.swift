/// Something that is about to happen, which a module may refuse or change.
public protocol Proposal: Sendable {
    /// What of `changed`, a module's version of this proposal, takes effect; the rest stays as it was.
    func accepting(_ changed: Self) -> Self
}

/// What a module says to a proposal.
@frozen
public enum Verdict<Subject: Proposal>: Sendable {
    /// It may happen as it is.
    case accept
    /// It may happen in this form.
    case change(Subject)
    /// It may not happen, and who asked gets to see why.
    case refuse(RequestError)
}

/// What becomes of a proposal where the module that is asked fails, is late, or is switched off after failures.
@frozen
public enum FailureMode: Sendable {
    /// It goes on without the module.
    case open
    /// It is refused, and may be tried again later.
    case closed
}

/// Somebody is about to post a message, or to give one another text, and may.
///
/// A retry of the same message is proposed again.
public struct MessageProposal: Proposal, Hashable {
    /// The id that its author gave it.
    public let id: String
    /// Where it is to be posted.
    public let room: RoomID
    /// Who is about to.
    public let asker: Asker
    /// Whose message it is: the asker's, unless they edit that of another.
    public let author: UserID
    /// Whether it is another text for a message that is there.
    public let isEdit: Bool
    /// The place in the room's sequence of what it replies to, where it does.
    public let replyTo: Int64?
    /// What is to be posted, as plain text; the one part that can be changed.
    public var text: String

    /// A proposal from its parts.
    public init(
        id: String,
        room: RoomID,
        asker: Asker,
        author: UserID? = nil,
        text: String,
        replyTo: Int64? = nil,
        isEdit: Bool = false
    ) {
        self.id = id
        self.room = room
        self.asker = asker
        self.author = author ?? asker.user
        self.text = text
        self.replyTo = replyTo
        self.isEdit = isEdit
    }

    /// This message with the text of `changed`.
    public func accepting(_ changed: MessageProposal) -> MessageProposal {
        var accepted = self
        accepted.text = changed.text
        return accepted
    }
}

/// Somebody is about to join a room with one device, and may; nothing of it can be changed.
public struct JoinProposal: Proposal, Hashable {
    /// The room.
    public let room: RoomID
    /// Who wants to join.
    public let asker: Asker

    /// A proposal from its parts.
    public init(room: RoomID, asker: Asker) {
        self.room = room
        self.asker = asker
    }

    /// The same user, by name.
    public var user: UserID { asker.user }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: JoinProposal) -> JoinProposal { self }
}

/// Somebody is about to connect, with a sign-in or as a guest, and may; nothing of it can be changed.
///
/// Their sessions can be ended meanwhile, which then holds.
public struct ConnectProposal: Proposal, Hashable {
    /// Who.
    public let asker: Asker

    /// A proposal from its part.
    public init(asker: Asker) {
        self.asker = asker
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: ConnectProposal) -> ConnectProposal { self }
}

/// Somebody is about to make an account; nothing of it can be changed, and it may still be refused for its name.
///
/// The first administrator's sign-up is not proposed.
public struct SignUpProposal: Proposal, Hashable {
    /// The name, as they wrote it.
    public let name: String
    /// Where they are, as far as proxies that are trusted tell it.
    public let address: String?

    /// A proposal from its parts.
    public init(name: String, address: String?) {
        self.name = name
        self.address = address
    }

    /// This proposal, whatever `changed` is.
    public func accepting(_ changed: SignUpProposal) -> SignUpProposal { self }
}
