internal import RoostKit

/// What somebody asks a room to take into its sequence.
struct Draft: Sendable {
    enum Content: Sendable {
        case post(MessageKey, text: String, replyTo: Int64?)
        case change(MessageKey, MessageChange.Kind, by: UserID)
        case fact(name: String, payload: String, by: UserID?)
    }

    let content: Content
    let reply: Room.Reply

    /// The message that it is about, if it is about one.
    var message: MessageKey? {
        switch content {
        case .post(let message, _, _), .change(let message, _, _): message
        case .fact: nil
        }
    }

    /// Whether it is about a message that must be there already.
    var isChange: Bool {
        if case .change = content { true } else { false }
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
