import NIOCore
import RoostAuth
import RoostKit
import RoostModules
import SocketIO

// Requests that modules answer, once the right is checked that they declare.
extension Client {
    func askModule(_ event: Event) async throws -> JSON {
        guard let request = modules.request(named: event.name) else {
            throw RequestError.unknown(event.name)
        }
        try live.check(request.access, of: event)
        var payload = ByteBuffer()
        payload.writeJSON(event.arguments.first ?? .null)
        let question = WireRequest(Array(payload.readableBytesView), from: asker)
        return try JSON(parsing: ByteBuffer(bytes: try await request.ack(to: question)))
    }

    /// The acknowledgement of an event that a module handles beside the server's requests.
    func askRoot(_ event: Event, _ handlers: NamespaceHandlers) async throws -> [JSON] {
        try await handlers.acknowledgement(of: event, from: asker, standingOn: live)
    }

    /// The client, as modules see it.
    nonisolated var asker: Asker { live.asker(over: id) }
}

extension NamespaceHandlers {
    /// The arguments that acknowledge `event`, once it is sure that `asker` may send it, of whom `live` is the session.
    func acknowledgement(of event: Event, from asker: Asker, standingOn live: LiveSession?) async throws
        -> [JSON]
    {
        guard let access = access(of: event.name) else { throw RequestError.unknown(event.name) }
        if let live {
            try live.check(access, of: event)
        } else if access != .everybody {
            throw RequestError(code: "unauthorized", message: "Sign in first.")
        }
        var arguments = ByteBuffer()
        arguments.writeJSON(.array(event.arguments))
        let question = WireRequest(Array(arguments.readableBytesView), from: asker)
        let reply = try await acknowledgement(of: event.name, question)
        guard let arguments = try JSON(parsing: ByteBuffer(bytes: reply)).array else {
            throw ReplyIsNoArray(event: event.name)
        }
        return arguments
    }
}

extension LiveSession {
    /// Refuses `event` unless the session has what `access` demands.
    func check(_ access: Access, of event: Event) throws {
        switch access {
        case .room(let right): try require(right, on: .room(try event.room))
        case .server(let right): try require(right, on: .server)
        case .signedIn: try requireWhole()
        case .everybody: break
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
    }

    /// Whose session it is, as modules see them on the connection with this id.
    func asker(over connection: String) -> Asker {
        let session = session
        return Asker(
            user: session.user,
            role: session.role.rawValue,
            session: session.id.rawValue,
            connection: connection,
            address: session.address
        ) { right, room in self.allows(right, on: room.map(Resource.room) ?? .server) }
    }
}

/// A module replied to an event with something else than a JSON array.
private struct ReplyIsNoArray: Error, CustomStringConvertible {
    let event: String

    var description: String { "the reply to '\(event)' is not a JSON array" }
}
