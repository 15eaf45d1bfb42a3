import RoostAuth
import RoostKit
import Synchronization

/// Everybody who is connected, by user: what is meant for all devices of somebody goes to each of these.
final class Clients: Sendable {
    private let byUser = Mutex<[UserID: [ObjectIdentifier: Client]]>([:])

    /// Takes `client` in, until `remove`.
    func add(_ client: Client) {
        byUser.withLock { $0[client.live.user, default: [:]][ObjectIdentifier(client)] = client }
    }

    /// Forgets `client`.
    func remove(_ client: Client) {
        byUser.withLock { clients in
            clients[client.live.user]?[ObjectIdentifier(client)] = nil
            if clients[client.live.user]?.isEmpty == true { clients[client.live.user] = nil }
        }
    }

    /// The connected clients of `user`, in no order.
    func of(_ user: UserID) -> [Client] {
        byUser.withLock { clients in clients[user].map { Array($0.values) } ?? [] }
    }

    /// All connected clients, in no order.
    var all: [Client] { byUser.withLock { clients in clients.values.flatMap(\.values) } }
}
