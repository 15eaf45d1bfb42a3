import RoostAuth
import RoostChat
import SocketIO

/// What a client finds again that lost its connection: nothing that it may do, which is looked up anew.
struct KeptClient: Codable, Sendable {
    /// Whose it was.
    let user: String
    /// The sign-in that it was of, and no other one finds it.
    let session: String
    /// The rooms that it was in, and what it was sent there.
    let trail: Trail
    /// How its user was there, as far as it said.
    let status: String
    /// Until when it is kept, in milliseconds since 1970-01-01T00:00:00Z.
    let endsAt: Int64

    /// How much memory it takes: the entries of its trail, and one for itself.
    var size: Int { trail.count + 1 }
}

/// A client that comes back, beside the clients, most of which do not.
final class Comeback: Sendable {
    /// The secret by which it was kept.
    let pid: String
    /// What was kept.
    let kept: KeptClient

    init(pid: String, kept: KeptClient) {
        self.pid = pid
        self.kept = kept
    }
}
