import EngineIO
import NIOCore
import NIOHTTP1
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

/// The Socket.IO namespace of the chat: lets clients in, hands them their requests, and announces what rooms say.
final class ChatNamespace: Announcer {
    private let namespace: Namespace
    private let modules: ModuleBus

    /// The chat in `namespace`, of which `modules` hear as well.
    init(_ namespace: Namespace, modules: ModuleBus) {
        self.namespace = namespace
        self.modules = modules
    }

    /// Lets clients in that `authority` knows, to the rooms of `directory`.
    func open(authority: Authority, directory: RoomDirectory) {
        let modules = modules
        namespace.use { socket, auth in
            guard let token = auth?["token"]?.string else { throw Self.signInFirst }
            let live: LiveSession
            do throws(TokenError) {
                live = try await authority.connect(token: token, caller: Caller(socket.connection.request))
            } catch {
                guard error.isRetryable else { throw Self.signInFirst }
                throw ConnectRefusal(error.message, details: ["code": .string(error.code)])
            }
            let client = Client(live: live, socket: socket, directory: directory, modules: modules)
            do throws(SessionEnd) {
                try live.whenEnded { [weak client] end in await client?.end(end) }
            } catch {
                throw Self.signInFirst
            }
            socket.state = client
        }
        namespace.onAny { socket, event in
            guard let client = socket.state as? Client else { return }
            client.receive(event)
        }
        namespace.onDisconnect { socket, _ in
            guard let client = socket.state as? Client else { return }
            client.disconnected()
        }
    }

    private static let signInFirst = ConnectRefusal("Sign in first.", details: ["code": "unauthorized"])

    func posted(_ message: Message) {
        emit("message:posted", message.wire, to: message.room)
        modules.publish(MessagePosted(message: message))
    }

    func joined(_ user: UserID, _ room: RoomID) {
        emit("room:joined", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
        modules.publish(UserJoined(user: user, room: room))
    }

    func left(_ user: UserID, _ room: RoomID) {
        emit("room:left", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
        modules.publish(UserLeft(user: user, room: room))
    }

    private func emit(_ name: String, _ payload: JSON, to room: RoomID) {
        namespace.to(room.rawValue).emit(name, payload)
    }
}

extension Caller {
    /// Whoever sent `request`.
    fileprivate init(_ request: OpeningRequest) {
        self.init(
            address: request.remoteAddress?.ipAddress,
            program: request.headers.first(name: "user-agent")
        )
    }
}
