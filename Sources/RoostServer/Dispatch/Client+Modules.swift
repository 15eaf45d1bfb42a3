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
        let room = try event.room
        switch request.right {
        case .read: _ = try live.permit(.read, on: room)
        case .send: _ = try live.permit(.send, on: room)
        @unknown default:
            throw RequestError(code: "forbidden", message: "The right is unknown to this server.")
        }
        var payload = ByteBuffer()
        payload.writeJSON(event.arguments.first ?? .null)
        return try JSON(
            parsing: ByteBuffer(bytes: try await request.ack(to: Array(payload.readableBytesView)))
        )
    }
}
