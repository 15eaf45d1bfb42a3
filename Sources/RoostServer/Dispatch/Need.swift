import RoostAuth
import RoostKit
import RoostModules
import SocketIO

/// What a request on the wire needs, before anything else of it is looked at.
enum Need: Hashable, Sendable {
    /// A right in the room that it is about.
    case room(Right)
    /// A right on the server.
    case server(Right)
    /// `send` where it is about the asker's own message, and `moderate` where it is about another's.
    case message
    /// Nothing: it is about the asker's own affairs.
    case nothing

    /// Every request that the server answers itself.
    ///
    /// One that has no row here is unknown, whatever code there is for it.
    static let table: [String: Need] = [
        "message:delete": .message,
        "message:edit": .message,
        "message:post": .room(.send),
        "message:read": .room(.read),
        "message:react": .room(.send),
        "presence:set": .nothing,
        "room:archive": .room(.manage),
        "room:create": .server(.create),
        "room:invite": .room(.invite),
        "room:join": .room(.join),
        "room:leave": .nothing,
        "room:list": .server(.list),
        "room:members": .room(.read),
        "room:role": .room(.manage),
        "room:since": .room(.read),
        "room:update": .room(.manage),
        "session:show": .nothing,
        "typing:start": .room(.send),
        "typing:stop": .room(.send),
        "user:names": .server(.list),
    ]
}

extension Client {
    /// Refuses `event` where its right is missing, or nobody knows the request; modules' requests declare theirs themselves.
    func checkNeed(of event: Event) throws {
        guard let need = Need.table[event.name] else {
            guard !isModules(event) else { return }
            throw RequestError.unknown(event.name)
        }
        switch need {
        case .room(let right): try live.require(right, on: .room(try event.room))
        case .server(let right): try live.require(right, on: .server)
        case .message:
            let isOwn = try event.messageKey(author: live.user).author == live.user
            try live.require(isOwn ? .send : .moderate, on: .room(try event.room))
        case .nothing: break
        }
    }
}
