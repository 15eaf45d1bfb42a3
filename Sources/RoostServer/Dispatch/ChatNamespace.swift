import EngineIO
import NIOCore
import NIOHTTP1
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO
import Synchronization

/// The Socket.IO namespace of the chat: lets clients in, hands them their requests, and announces what rooms say.
final class ChatNamespace: Announcer {
    /// A room of Socket.IO's, whose name no room of the chat has: those who may see which public rooms there are.
    private static let listing = "@list"
    /// What a guest is called who does not say, where a module lets those in.
    private static let unnamedGuest = "visitor"

    let clients = Clients()
    /// Those that come back, and have rooms before they are in.
    let arriving = Clients()
    /// Those that lost their connections.
    let kept = KeptClients()
    /// Messages that modules are asked about.
    let reviews = Reviews()
    let nameLists = NameLists()
    private let posted = Atomic(0)
    private let namespace: Namespace
    let modules: ModuleBus

    /// The chat in `namespace`, of which `modules` hear as well.
    init(_ namespace: Namespace, modules: ModuleBus) {
        self.namespace = namespace
        self.modules = modules
    }

    /// Lets clients in that `authority` knows, to the rooms of `directory`.
    func open(authority: Authority, directory: RoomDirectory, proxies: TrustedProxies) {
        namespace.use { [self] socket, auth in
            let live = try await Self.session(
                as: auth,
                caller: Caller(socket.connection.request, behind: proxies),
                authority: authority,
                guest: modules.opensRoot ? Self.unnamedGuest : nil
            )
            let client = Client(
                live: live,
                socket: socket,
                chat: self,
                authority: authority,
                directory: directory
            )
            do throws(SessionEnd) {
                // It holds the client, until the client has left every room.
                try live.whenEnded { end in await client.end(end) }
            } catch {
                live.forgetWork()
                throw Self.signInFirst
            }
            do {
                // Whoever ends the session meanwhile finds it.
                try await Self.propose(client.asker, to: modules)
            } catch {
                live.forgetWork()
                throw error
            }
            socket.state = client
            await client.follow(auth)
        }
        namespace.onAbandon { [arriving, kept] socket in
            guard let client = socket.state as? Client else { return }
            arriving.remove(client)
            if let back = client.assumeIsolated({ $0.comeback }) { kept.keep(back.kept, as: back.pid) }
            client.disconnected(isLost: true)
        }
        namespace.onConnect { [clients, arriving, kept, modules] socket in
            guard let client = socket.state as? Client else { return }
            clients.add(client)
            if let pid = socket.pid {
                arriving.remove(client)
                kept.began(client, as: pid)
            }
            modules.publish(UserConnected(user: client.live.user, connection: client.id))
            // It is the first room of a client that may be in some more than those of the chat.
            if (try? client.live.permit(.listRooms)) != nil { try? socket.join(Self.listing) }
            client.assumeIsolated { $0.arrived() }
            guard client.live.user.isGuest else { return }
            let (name, role) = (client.live.user.rawValue, client.live.session.role.rawValue)
            socket.emit("session:started", ["user": ["name": .string(name), "role": .string(role)]])
        }
        namespace.onAny { socket, event in
            guard let client = socket.state as? Client else { return }
            client.receive(event)
        }
        namespace.onDisconnect { [clients, kept, modules] socket, reason in
            guard let client = socket.state as? Client else { return }
            clients.remove(client)
            if let pid = socket.pid {
                kept.ended(client, as: pid)
                if reason.isLoss, let found = client.assumeIsolated({ $0.keepsake }) {
                    kept.keep(found, as: pid)
                }
            }
            modules.publish(UserDisconnected(user: client.live.user, connection: client.id))
            client.disconnected(isLost: reason.isLoss)
        }
    }

    /// The session that `auth` opens: of a token, or of a guest with the name that it says, `guest` where it says nothing.
    static func session(
        as auth: JSON?,
        caller: Caller,
        authority: Authority,
        guest: String? = nil
    ) async throws -> LiveSession {
        do {
            if let token = auth?["token"]?.string {
                return try await authority.connect(token: token, caller: caller)
            }
            guard let name = auth?["guest"]?.string ?? (auth?.isNothing ?? true ? guest : nil) else {
                throw signInFirst
            }
            return try await authority.connect(guest: name, caller: caller)
        } catch let error as TokenError {
            switch error {
            case .malformed, .forged, .expired, .ended: throw signInFirst
            case .tooLarge, .unknownCaveat, .unmet, .crowded, .unavailable: throw ConnectRefusal(error)
            }
        } catch let error as GuestError {
            throw ConnectRefusal(error)
        }
    }

    /// Has the modules that judge connections judge that of `asker`.
    static func propose(_ asker: Asker, to modules: ModuleBus) async throws {
        guard modules.reviews(ConnectProposal.self) else { return }
        do {
            _ = try await modules.review(ConnectProposal(asker: asker))
        } catch {
            throw ConnectRefusal(WireError(error, in: "connect"))
        }
    }

    /// The refusal of whoever does not say who they are, in a way that the server knows.
    static let signInFirst = ConnectRefusal("Sign in first.", details: ["code": "unauthorized"])

    /// Has every device of `user` leave the room `id`, also those that come back to it just now; with `isTold` they know why.
    func depart(_ user: UserID, from id: RoomID, isTold: Bool = false) async {
        // Nothing can be told to them yet. In this order, since they move from the first to the second.
        for client in arriving.of(user) { await client.depart(id, isTold: true) }
        for client in clients.of(user) { await client.depart(id, isTold: isTold) }
    }

    /// Sends an event of a module's to whoever is meant.
    func emit(_ name: String, _ payload: JSON, to recipients: Recipients) {
        switch recipients {
        case .room(let room): emit(name, payload, to: room)
        case .connection(let id): namespace.to(id).emit(name, payload)
        // What somebody gets as themselves is not for a program with a part of their rights.
        case .user(let user): emit(name, payload, to: clients.of(user).filter(\.live.isWhole))
        case .session(let id):
            emit(name, payload, to: clients.all.filter { $0.live.id.rawValue == id && $0.live.isWhole })
        case .holders(let right, let room):
            let resource = room.map(Resource.room) ?? .server
            emit(name, payload, to: clients.all.filter { $0.live.allows(right, on: resource) })
        case .everyone: namespace.emit(name, payload)
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
    }

    /// Each of these has a room of its own, named after its socket.
    private func emit(_ name: String, _ payload: JSON, to clients: [Client]) {
        for client in clients { namespace.to(client.id).emit(name, payload) }
    }

    /// How many connections there are, and how many messages were posted since the start.
    var figures: (connections: Int, posted: Int) {
        (namespace.socketCount, posted.load(ordering: .relaxed))
    }

    func added(_ entry: RoomEntry) {
        namespace.to(entry.room.rawValue).emit(entry.wireName, entry.wire, at: entry.mark)
        switch entry {
        case .posted(let message):
            posted.add(1, ordering: .relaxed)
            modules.publish(MessagePosted(message: message))
        case .changed(let change): modules.publish(MessageChanged(change: change))
        case .noted: break
        }
    }

    func changed(_ room: StoredRoom, from old: StoredRoom) {
        modules.publish(RoomChanged(room: room.id))
        let isNews = room.archivedAt != nil && old.archivedAt == nil
        announce(isNews ? "room:archived" : "room:updated", room)
    }

    /// Tells whoever may see `room` that it is there: a private one's `members`, who have a role in it.
    func created(_ room: StoredRoom, members: [UserID], by user: UserID) {
        modules.publish(RoomCreated(room: room.id, by: user))
        guard room.id.isPrivate else { return announce("room:created", room) }
        // Conversations have facts of their own.
        guard !room.id.isForParticipants else { return }
        for client in members.flatMap(clients.of) {
            client.tell("room:created", ["room": room.wire], about: room.id)
        }
    }

    /// Tells whoever could see the room `id` that it is gone.
    func deleted(_ id: RoomID, by user: UserID) {
        modules.publish(RoomDeleted(room: id, by: user))
        let payload: JSON = ["room": .string(id.rawValue)]
        guard id.isPrivate else {
            return namespace.to(id.rawValue).to(Self.listing).emit("room:deleted", payload)
        }
        for client in clients.all { client.tell("room:deleted", payload, about: id) }
    }

    /// Tells a fact about who may do what in `room` to those in it, and to every device of `user`, whom it is about.
    func tell(_ name: String, _ payload: JSON, in room: RoomID, and user: UserID) {
        emit(name, payload, to: room)
        for client in clients.of(user) { client.tellOutside(name, payload, of: room) }
    }

    /// Tells whoever may ask for names that `user` has another one.
    func renamed(_ user: UserID, to displayName: String?) {
        var fields: [(name: String, value: JSON)] = [("user", .string(user.rawValue))]
        if let displayName { fields.append(("displayName", .string(displayName))) }
        namespace.to(Self.listing).emit("user:renamed", .object(JSONObject(fields)))
    }

    private func announce(_ name: String, _ room: StoredRoom) {
        let audience = namespace.to(room.id.rawValue)
        (room.id.isPrivate ? audience : audience.to(Self.listing)).emit(name, ["room": room.wire])
    }

    func joined(_ user: UserID, _ room: RoomID) {
        // Who takes part in a conversation is known, and whether they are there just now is their own affair.
        guard !room.isForParticipants else { return }
        modules.publish(UserJoined(user: user, room: room))
    }

    func left(_ user: UserID, _ room: RoomID) {
        guard !room.isForParticipants else { return }
        modules.publish(UserLeft(user: user, room: room))
    }

    func attended(_ change: AttendanceChange, _ room: RoomID) {
        guard !room.isForParticipants else { return }
        for (name, users) in [("room:left", change.left), ("room:joined", change.joined)]
        where users?.isEmpty != true {
            var fields: [(name: String, value: JSON)] = [
                ("room", .string(room.rawValue)), ("count", .integer(Int64(change.count))),
            ]
            if let users { fields.append(("users", .array(users.map { .string($0.rawValue) }))) }
            emit(name, .object(JSONObject(fields)), to: room)
        }
        guard !change.statuses.isEmpty else { return }
        // Who reads slowly does without.
        namespace.to(room.rawValue).volatile.emit(
            "presence:changed",
            ["room": .string(room.rawValue), "statuses": change.statuses.wire]
        )
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
        self.init(WireError(error, in: "connect"))
    }

    /// The refusal that says what `error` says.
    init(_ error: WireError) {
        var details: [(name: String, value: JSON)] = [("code", .string(error.code))]
        if let seconds = error.retryAfter { details.append(("retryAfter", .integer(Int64(seconds)))) }
        self.init(error.message, details: .object(JSONObject(details)))
    }
}

extension Caller {
    /// Whoever sent `request`, perhaps through one of `proxies`.
    init(_ request: OpeningRequest, behind proxies: TrustedProxies) {
        let peer = request.remoteAddress?.ipAddress.flatMap(ClientAddress.init)
        let forwardedFor = request.headers["x-forwarded-for"].joined(separator: ",")
        self.init(
            address: peer.map { proxies.client(of: $0, forwardedFor: forwardedFor).text },
            program: request.headers.first(name: "user-agent")
        )
    }
}

extension JSON {
    /// Whether there is nothing in it.
    fileprivate var isNothing: Bool { self == .null || object?.members.isEmpty == true }
}

extension DisconnectReason {
    /// Whether the client did not mean to go, and is likely to come again.
    fileprivate var isLoss: Bool {
        switch self {
        case .clientLeft, .serverLeft: false
        case .connection: true
        }
    }
}
