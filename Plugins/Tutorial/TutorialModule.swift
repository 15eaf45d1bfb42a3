internal import RoostKit

/// The events of the common Flask-SocketIO tutorials, for clients that were written for those.
final class TutorialModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(
            name: "tutorial",
            version: "0.1.0",
            rights: [
                .room(.join, "Join a tutorial's room of this name.", roles: ["guest", "member", "moderator"])
            ],
            settings: [
                Setting(
                    "message-to",
                    .choice("sender", of: ["sender", "everyone"]),
                    "Who hears what is sent as 'message'."
                ),
                Setting(
                    "room-event",
                    .choice("both", of: ["message", "chat", "both"]),
                    "Under which name a room hears what is said there, which differs between tutorials."
                ),
            ],
            sharesRoot: true
        )
    }

    private let context: any ModuleContext
    private let root: any ModuleNamespace
    private let roomEvents: [String]

    init(context: any ModuleContext) throws {
        self.context = context
        root = context.namespace("/", needing: nil)
        let name = try context.settings.text("room-event")
        roomEvents = name == "both" ? ["message", "chat"] : [name]
        logConnections()
        handleMessages(toEveryone: try context.settings.text("message-to") == "everyone")
        handleRooms()
    }

    private func logConnections() {
        context.observe(UserConnected.self) { [context] event in
            context.log(.notice, "connected", ["user": event.user.rawValue, "connection": event.connection])
        }
        context.observe(UserDisconnected.self) { [context] event in
            context.log(
                .notice,
                "disconnected",
                ["user": event.user.rawValue, "connection": event.connection]
            )
        }
    }

    /// What comes goes out as it is, text or not.
    private func handleMessages(toEveryone: Bool) {
        root.on("message", needing: .everybody, within: nil) { [root] request in
            let audience: NamespaceAudience =
                toEveryone ? .everyone : .connection(request.asker.connection)
            try root.emit("message", arguments: request.payload, to: audience)
            return Array(#"[{"ok":true}]"#.utf8)
        }
    }

    private func handleRooms() {
        root.on("join", needing: .room(.join)) { [root, roomEvents] (request: WireRequest<Place>) in
            let room = request.payload.room
            guard 1...128 ~= room.utf8.count else { throw RequestError.badRoom }
            root.join(room, request.asker.connection)
            for event in roomEvents {
                try root.emit(event, "\(request.asker.user) joined the room", to: .room(room))
            }
        }
        root.on("leave") { [root, roomEvents] (request: WireRequest<Place>) in
            let room = request.payload.room
            try await Self.check(request.asker, isIn: room, of: root)
            root.leave(room, request.asker.connection)
            for event in roomEvents {
                try root.emit(event, "\(request.asker.user) left the room", to: .room(room))
            }
        }
        root.on("chat") { [root, roomEvents] (request: WireRequest<Chat>) in
            let chat = request.payload
            try await Self.check(request.asker, isIn: chat.room, of: root)
            for event in roomEvents { try root.emit(event, chat.message, to: .room(chat.room)) }
        }
    }

    private static func check(_ asker: Asker, isIn room: String, of root: any ModuleNamespace) async throws {
        guard await root.rooms(of: asker.connection).contains(room) else { throw RequestError.notMember }
    }
}

extension Right {
    /// To join a room of the tutorials.
    fileprivate static let join: Right = "tutorial.join"
}

extension RequestError {
    /// Of a room that was not joined before.
    static let notMember = RequestError(code: "not_member", message: "Join the room first.")
    /// Of a name that no room has.
    static let badRoom = RequestError(
        code: "bad_request",
        message: "the field 'room' must be text of 1 to 128 bytes"
    )
}

private struct Place: Decodable, Sendable {
    let room: String
}

private struct Chat: Decodable, Sendable {
    let message: String
    let room: String
}

/// What the module was compiled against.
@c(roost_abi_Tutorial)
public func tutorialABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_Tutorial)
public func makeTutorial() -> UnsafeMutableRawPointer { exportModule(TutorialModule.self) }
