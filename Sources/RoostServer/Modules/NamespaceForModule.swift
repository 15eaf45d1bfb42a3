import NIOCore
import RoostKit
import RoostModules
import SocketIO

/// A Socket.IO namespace, as one module uses it.
///
/// The module's rooms have a prefix that no room of the chat and no id of a connection has.
struct NamespaceForModule: NamespaceOutlet {
    /// The namespace, where it is open.
    let namespace: @Sendable () -> Namespace?
    let name: String
    let module: String

    private var prefix: String { name == "/" ? "@\(module)#" : "#" }

    func emit(_ event: String, arguments: [UInt8], to audience: NamespaceAudience) throws {
        let limit = WireLimits.moduleEventBytes
        guard arguments.count <= limit else {
            throw RequestError.badRequest("The arguments of '\(event)' have more than \(limit) bytes.")
        }
        // What is wrong in it, the module's author sees in the module.
        guard let arguments = try? JSON(parsing: ByteBuffer(bytes: arguments)).array else {
            throw RequestError.badRequest("The arguments of '\(event)' are not a JSON array.")
        }
        guard let namespace = namespace() else { return }
        let part =
            switch audience.part {
            case .everyone: namespace.everyone
            case .room(let room): namespace.to(prefix + room)
            case .connection(let id): namespace.to(id)
            }
        let meant = audience.excluded.reduce(part) { $0.except($1) }
        meant.emit(event, arguments: arguments)
    }

    func join(_ room: String, _ connection: String) {
        guard room.utf8.count <= WireLimits.moduleRoomBytes else { return }
        namespace()?.to(connection).join(prefix + room)
    }

    func leave(_ room: String, _ connection: String) { namespace()?.to(connection).leave(prefix + room) }

    func disconnect(_ connection: String) {
        namespace()?.to(connection).disconnect(closing: name == "/")
    }

    @concurrent
    func rooms(of connection: String) async -> [String] {
        await sockets(in: connection).flatMap(\.rooms).filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
    }

    @concurrent
    func connections(in room: String?) async -> [String] {
        await sockets(in: room.map { prefix + $0 }).map(\.id)
    }

    private func sockets(in room: String?) async -> [SocketDescription] {
        guard let namespace = namespace() else { return [] }
        // Those of this process, which are always found.
        return (try? await (room.map { namespace.to($0) } ?? namespace.everyone).sockets()) ?? []
    }
}
