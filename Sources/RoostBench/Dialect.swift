import SocketIO

/// The events with which a chat server is loaded.
package enum Dialect: String, Sendable {
    /// A Roost server's, as docs/protocol.md has them.
    case roost
    /// The bare ones of a server that measures the library: `join {room}` and `message {room, text}`.
    case plain

    var join: String { self == .roost ? "room:join" : "join" }
    var post: String { self == .roost ? "message:post" : "message" }
    /// What the members of a room are told of a post.
    var posted: String { self == .roost ? "message:posted" : "message" }

    /// Why the server did not do what it was asked to, by its ack; nil where it did.
    func refusal(in answer: [JSON]) -> (code: String, message: String)? {
        guard self == .roost, answer.first?["ok"]?.bool != true else { return nil }
        let error = answer.first?["error"]
        return (error?["code"]?.string ?? "unknown", error?["message"]?.string ?? "It does not say why.")
    }
}
