import Foundation
import Logging
import RoostAuth
import RoostStore
import SocketIO
import Synchronization

/// Clients that can come back where they lost their connections, each by a secret that it was given.
final class KeptClients: Sendable {
    private static let logger = Logger(label: "roost")
    /// For how long a client is kept: what has come meanwhile is a page to load anew, and most are back within a minute.
    static let time: Int64 = 5 * 60 * 1000
    /// How much is kept of all of them together, in entries of their trails and one for each: some 100 MB.
    static let sizeLimit = 1_000_000
    /// How many are kept of one user, the latest: more than anybody has devices.
    static let limitOfUser = 32
    /// How often those are given up whose time is over.
    private static let sweepInterval: Int64 = 60 * 1000

    private struct State {
        var connected: [String: Client] = [:]
        var kept: [String: KeptClient] = [:]
        /// The secrets of those of each user, the oldest first.
        var ofUser: [String: [String]] = [:]
        /// How much that is.
        var size = 0
        var nextSweep: Int64 = 0

        mutating func take(_ pid: String) -> KeptClient? {
            guard let found = kept.removeValue(forKey: pid) else { return nil }
            size -= found.size
            ofUser[found.user]?.removeAll { $0 == pid }
            if ofUser[found.user]?.isEmpty == true { ofUser[found.user] = nil }
            return found
        }

        mutating func keep(_ client: KeptClient, as pid: String) {
            _ = take(pid)
            if let pids = ofUser[client.user], pids.count >= KeptClients.limitOfUser { _ = take(pids[0]) }
            guard size + client.size <= KeptClients.sizeLimit else { return }
            kept[pid] = client
            ofUser[client.user, default: []].append(pid)
            size += client.size
        }

        mutating func sweep(at time: Int64) {
            guard nextSweep <= time else { return }
            nextSweep = time + KeptClients.sweepInterval
            for (pid, client) in kept where client.endsAt <= time { _ = take(pid) }
        }
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> Int64

    /// Nobody yet; `now` answers the time in milliseconds since 1970-01-01T00:00:00Z.
    init(now: @escaping @Sendable () -> Int64 = Authority.wallClock) { self.now = now }

    /// How many are kept.
    var count: Int { state.withLock { $0.kept.count } }

    /// The client that is connected with this secret.
    func connected(_ pid: String) -> Client? { state.withLock { $0.connected[pid] } }

    /// `client` is connected, with this secret.
    func began(_ client: Client, as pid: String) { state.withLock { $0.connected[pid] = client } }

    /// `client` is not connected with this secret any more.
    func ended(_ client: Client, as pid: String) {
        state.withLock { state in
            if state.connected[pid] === client { state.connected[pid] = nil }
        }
    }

    /// Keeps what the client with this secret finds again, unless too much is kept.
    func keep(_ client: KeptClient, as pid: String) {
        let time = now()
        state.withLock { state in
            state.sweep(at: time)
            state.keep(client, as: pid)
        }
    }

    /// What the client with this secret and of this sign-in finds again, which is kept no longer.
    func take(_ pid: String, of session: SessionID) -> KeptClient? {
        state.withLock { state in
            guard state.kept[pid]?.session == session.rawValue, let kept = state.take(pid) else { return nil }
            return now() < kept.endsAt ? kept : nil
        }
    }

    /// Takes over what an earlier run of the server kept in `store`.
    func load(from store: Store) async throws {
        for (pid, text) in try await store.keptStates.take() {
            // One of another version of the server is nothing.
            guard let client = try? JSONDecoder().decode(KeptClient.self, from: Data(text.utf8)) else {
                continue
            }
            keep(client, as: pid)
        }
    }

    /// Writes what is kept into `store`, for the next run of the server.
    func save(in store: Store) async {
        let time = now()
        let kept = state.withLock { $0.kept }.filter { time < $0.value.endsAt }
        do {
            let encoder = JSONEncoder()
            try await store.keptStates.add(
                kept.map { pid, client in
                    (pid: pid, state: String(decoding: try encoder.encode(client), as: UTF8.self))
                }
            )
        } catch {
            Self.logger.warning("clients will begin anew after the restart", metadata: ["error": "\(error)"])
        }
    }
}
