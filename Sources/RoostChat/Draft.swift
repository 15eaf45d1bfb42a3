internal import RoostKit

/// What somebody asks a room to take into its sequence.
struct Draft: Sendable {
    enum Content: Sendable {
        case post(text: String, replyTo: Int64?)
        case change(MessageChange.Kind)
    }

    /// The message that it is about.
    let message: MessageKey
    /// Who asks.
    let by: UserID
    let content: Content
    let reply: Room.Reply

    /// Whether it is about a message that must be there already.
    var isChange: Bool {
        switch content {
        case .post: false
        case .change: true
        }
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
