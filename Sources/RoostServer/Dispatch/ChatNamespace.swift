import EngineIO
import NIOCore
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO
import Synchronization

/// The Socket.IO namespace of the chat: lets clients in, hands them their requests, and announces what rooms say.
final class ChatNamespace: Announcer {
    private let target = Mutex<Namespace?>(nil)

    /// The namespace `/` over `authority` and the rooms that `directory` gives.
    func open(
        group: any EventLoopGroup,
        authority: Authority,
        directory: RoomDirectory,
        modules: [String: ModuleRequest]
    ) -> Namespace {
        let namespace = Namespace(
            group: group,
            connect: { socket, auth in
                guard let token = auth?["token"]?.string,
                    let session = try? await authority.authenticate(token: token)
                else {
                    throw ConnectRefusal("Sign in first.", details: ["code": "unauthorized"])
                }
                let client = Client(session: session, socket: socket, directory: directory, modules: modules)
                await socket.keep(client)
            },
            onEvent: { socket, event in
                guard let client = socket.state as? Client else { return }
                client.assumeIsolated { $0.handle(event) }
            },
            onDisconnect: { socket, _ in
                guard let client = socket.state as? Client else { return }
                client.assumeIsolated { $0.disconnected() }
            }
        )
        target.withLock { $0 = namespace }
        return namespace
    }

    func posted(_ message: Message) {
        emit("message:posted", message.wire, to: message.room)
    }

    func joined(_ user: UserID, _ room: RoomID) {
        emit("room:joined", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
    }

    func left(_ user: UserID, _ room: RoomID) {
        emit("room:left", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
    }

    private func emit(_ name: String, _ payload: JSON, to room: RoomID) {
        target.withLock { $0 }?.emit(to: room.rawValue, name, payload)
    }
}
