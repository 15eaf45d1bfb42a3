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
    func open(authority: Authority, directory: RoomDirectory, proxies: TrustedProxies) {
        let modules = modules
        namespace.use { socket, auth in
            let live = try await Self.session(
                as: auth,
                caller: Caller(socket.connection.request, behind: proxies),
                authority: authority
            )
            let client = Client(live: live, socket: socket, directory: directory, modules: modules)
            do throws(SessionEnd) {
                try live.whenEnded { [weak client] end in await client?.end(end) }
            } catch {
                throw Self.signInFirst
            }
            socket.state = client
        }
        namespace.onConnect { socket in
            guard let session = (socket.state as? Client)?.live.session, session.user.isGuest else { return }
            let name = JSON.string(session.user.rawValue)
            socket.emit("session:started", ["user": ["name": name, "role": .string(session.role.rawValue)]])
        }
        namespace.onAny { socket, event in
            guard let client = socket.state as? Client else { return }
            client.receive(event)
        }
        namespace.onDisconnect { socket, _ in
            guard let client = socket.state as? Client else { return }
            client.disconnected()
            // The two hold each other, and what the client's session holds.
            socket.state = nil
        }
    }

    /// The session that `auth` opens: of a token, or of a guest with the name that it says.
    private static func session(
        as auth: JSON?,
        caller: Caller,
        authority: Authority
    ) async throws -> LiveSession {
        do {
            if let token = auth?["token"]?.string {
                return try await authority.connect(token: token, caller: caller)
            }
            guard let name = auth?["guest"]?.string else { throw signInFirst }
            return try await authority.connect(guest: name, caller: caller)
        } catch let error as TokenError {
            switch error {
            case .malformed, .forged, .expired, .ended: throw signInFirst
            case .unknownCaveat, .unmet, .crowded, .unavailable: throw ConnectRefusal(error)
            }
        } catch let error as GuestError {
            throw ConnectRefusal(error)
        }
    }

    private static let signInFirst = ConnectRefusal("Sign in first.", details: ["code": "unauthorized"])

    func added(_ entry: RoomEntry) {
        emit(entry.wireName, entry.wire, to: entry.room)
        if case .posted(let message) = entry { modules.publish(MessagePosted(message: message)) }
    }

    func joined(_ user: UserID, _ room: RoomID) {
        emit("room:joined", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
        modules.publish(UserJoined(user: user, room: room))
    }

    func left(_ user: UserID, _ room: RoomID) {
        emit("room:left", ["room": .string(room.rawValue), "user": .string(user.rawValue)], to: room)
        modules.publish(UserLeft(user: user, room: room))
    }

    func typing(_ users: [UserID], _ room: RoomID) {
        // Who reads slowly does without.
        namespace.to(room.rawValue).volatile.emit(
            "typing:changed",
            ["room": .string(room.rawValue), "users": .array(users.map { .string($0.rawValue) })]
        )
    }

    private func emit(_ name: String, _ payload: JSON, to room: RoomID) {
        namespace.to(room.rawValue).emit(name, payload)
    }
}

extension ConnectRefusal {
    /// The refusal that says what `error` says.
    fileprivate init(_ error: any ClientFacingError) {
        var details: [(name: String, value: JSON)] = [("code", .string(error.code))]
        if let seconds = error.retryAfter { details.append(("retryAfter", .integer(Int64(seconds)))) }
        self.init(error.message, details: .object(JSONObject(details)))
    }
}

extension Caller {
    /// Whoever sent `request`, perhaps through one of `proxies`.
    fileprivate init(_ request: OpeningRequest, behind proxies: TrustedProxies) {
        let peer = request.remoteAddress?.ipAddress.flatMap(ClientAddress.init)
        let forwardedFor = request.headers["x-forwarded-for"].joined(separator: ",")
        self.init(
            address: peer.map { proxies.client(of: $0, forwardedFor: forwardedFor).text },
            program: request.headers.first(name: "user-agent")
        )
    }
}
