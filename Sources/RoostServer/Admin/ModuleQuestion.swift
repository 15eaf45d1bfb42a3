package import Foundation
import RoostAuth
import RoostKit
import RoostModules
import RoostStore

/// A request that a module of the running server answers, made by the operator; one record with its reply.
package struct ModuleQuestion: Codable, Sendable {
    /// The request's name on the wire.
    let event: String
    /// Its payload, the text of a JSON object.
    let payload: String

    /// The request `event` with this payload, a JSON object.
    package init(_ event: String, json payload: Data) {
        self.event = event
        self.payload = String(decoding: payload, as: UTF8.self)
    }

    func perform(at desk: Desk) async throws -> [Record] {
        guard let request = try desk.modules().bus.request(named: event) else {
            throw NobodyAnswers(event: event)
        }
        // The operator may do all but look into what is for its participants alone.
        let asker = Asker(user: .system, role: "admin") { _, room in
            room.map { !$0.isForParticipants } ?? true
        }
        if case .room(let right) = request.access {
            let room = try JSONDecoder().decode(RoomName.self, from: Data(payload.utf8)).room
            guard asker.may(right, in: room) else {
                throw CommandError("forbidden", "the room '\(room)' is for its participants alone")
            }
            guard try await desk.store.rooms.find(room) != nil else { throw AccountError.unknownRoom }
        }
        let reply = try await request.ack(to: WireRequest(Array(payload.utf8), from: asker))
        return [try JSONDecoder().decode(Record.self, from: Data(reply))]
    }

    /// No module that runs has the request.
    struct NobodyAnswers: ClientFacingError {
        let event: String

        var code: String { "not_found" }
        var message: String { "no module that runs answers '\(event)': see 'roost module list'" }
    }

    private struct RoomName: Decodable {
        let room: RoomID
    }
}
