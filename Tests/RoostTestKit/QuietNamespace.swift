package import RoostKit
internal import RoostModules
internal import Synchronization

/// A namespace without sockets, which remembers who joined what, and what the module sent.
package final class QuietNamespace: NamespaceOutlet {
    /// What a module sent.
    package struct Heard: Hashable, Sendable {
        /// The event's name.
        package let event: String
        /// The JSON of its arguments.
        package let arguments: String
        /// To whom.
        package let audience: NamespaceAudience
    }

    private let state = Mutex((heard: [Heard](), rooms: [String: Set<String>]()))

    /// What was sent so far, in order.
    var heard: [Heard] { state.withLock(\.heard) }

    /// Remembers it.
    package func emit(_ event: String, arguments: [UInt8], to audience: NamespaceAudience) {
        let text = String(decoding: arguments, as: UTF8.self)
        state.withLock { $0.heard.append(Heard(event: event, arguments: text, audience: audience)) }
    }

    /// Remembers it.
    package func join(_ room: String, _ connection: String) {
        state.withLock { _ = $0.rooms[connection, default: []].insert(room) }
    }

    /// Remembers it.
    package func leave(_ room: String, _ connection: String) {
        state.withLock { _ = $0.rooms[connection]?.remove(room) }
    }

    /// Forgets its rooms.
    package func disconnect(_ connection: String) {
        state.withLock { $0.rooms[connection] = nil }
    }

    /// Those that it joined and did not leave.
    @concurrent
    package func rooms(of connection: String) async -> [String] {
        state.withLock { Array($0.rooms[connection] ?? []) }
    }

    /// Those that joined it and did not leave; or any room, where it is `nil`.
    @concurrent
    package func connections(in room: String?) async -> [String] {
        state.withLock { state in
            state.rooms.filter { room.map($0.value.contains) ?? true }.map(\.key)
        }
    }
}
