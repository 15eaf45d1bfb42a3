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
        switch request.access {
        case .room(let right): try live.require(right, on: .room(try event.room))
        case .server(let right): try live.require(right, on: .server)
        case .signedIn: try live.requireWhole()
        case .everybody: break
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
        var payload = ByteBuffer()
        payload.writeJSON(event.arguments.first ?? .null)
        let question = WireRequest(Array(payload.readableBytesView), from: asker)
        return try JSON(parsing: ByteBuffer(bytes: try await request.ack(to: question)))
    }

    /// The client, as modules see it.
    nonisolated var asker: Asker {
        let live = live
        let session = live.session
        return Asker(
            user: session.user,
            role: session.role.rawValue,
            session: session.id.rawValue,
            connection: id,
            address: session.address
        ) { right, room in live.allows(right, on: room.map(Resource.room) ?? .server) }
    }
}
