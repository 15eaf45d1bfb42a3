internal import RoostKit

/// What somebody asks a room to take into its sequence.
struct Draft: Sendable {
    enum Content: Sendable {
        case post(MessageKey, text: String, replyTo: Int64?)
        /// A message that the room takes only where it has it.
        case retry(MessageKey)
        /// A message from elsewhere, of which nobody is told.
        case past(MessageKey, text: String, replyTo: MessageKey?, at: Int64)
        case change(MessageKey, MessageChange.Kind, by: UserID)
        case fact(name: String, payload: String, by: UserID?)
    }

    let content: Content
    let reply: Room.Reply

    /// How long its text is, if it has one.
    var byteCount: Int {
        switch content {
        case .post(_, let text, _), .past(_, let text, _, _), .fact(_, let text, _): text.utf8.count
        case .change(_, .edited(let text), _): text.utf8.count
        case .retry, .change: 0
        }
    }

    /// The message that it is about, if it is about one.
    var message: MessageKey? {
        switch content {
        case .post(let message, _, _), .retry(let message), .change(let message, _, _),
            .past(let message, _, _, _):
            message
        case .fact: nil
        }
    }

    /// The messages that must be looked for before it can be taken.
    var known: [MessageKey] {
        switch content {
        case .change(let message, _, _), .retry(let message): [message]
        case .past(let message, _, let replyTo, _): [message] + (replyTo.map { [$0] } ?? [])
        case .post, .fact: []
        }
    }

    /// What a room that is archived takes of it: a retry gets the first answer again.
    var asRetry: Draft? {
        guard case .post(let key, _, _) = content else { return nil }
        return Draft(content: .retry(key), reply: reply)
    }

    /// Whether it is a message from elsewhere.
    var isPast: Bool {
        if case .past = content { true } else { false }
    }
}

/// What is to become of a message.
package enum Revision: Hashable, Sendable {
    /// It gets this text.
    case edit(String)
    /// It loses its text.
    case delete

    /// The change that it is, once a room accepts it.
    var kind: MessageChange.Kind {
        switch self {
        case .edit(let text): .edited(text: text)
        case .delete: .deleted
        }
    }
}
