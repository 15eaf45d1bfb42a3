import HTTPTypes
import RoostAuth
import RoostChat
import RoostKit
import RoostStore
import SocketIO

extension Routes {
    /// Adds the route by which other programs tell something to whoever is connected.
    func addEmit(to api: inout RouteTable) {
        api.anyToken(.post, "emit") { call, session in
            let body = try call.body(
                EmitBody.self,
                holding: "text in 'event', and an object in 'payload', and text in 'room' or in 'user' if any"
            )
            let event = try body.checkedEvent
            let payload = body.payload ?? .object(JSONObject([]))
            guard payload.object != nil else { throw RequestError.badRequest("'payload' must be an object.") }
            guard let services = pages?.services else { throw RequestError.unknown(event) }
            let recipients: Recipients
            switch (body.room.map(RoomID.init), body.user) {
            case (let room?, nil):
                try session.require(.emit, on: .room(room))
                _ = try await services.directory.room(room)
                recipients = .room(room)
            case (nil, let name?):
                try session.require(.emit, on: .server)
                guard let user = try await authority.profile(of: name)?.user.id else {
                    throw AccountError.unknownUser
                }
                recipients = .user(user)
            case (nil, nil):
                try session.require(.emit, on: .server)
                recipients = .everyone
            case (_?, _?):
                throw RequestError.badRequest("Name either 'room' or 'user', or nobody for everybody.")
            }
            try await authority.noteEmission(of: event, to: recipients, by: session)
            services.chat.emit(event, payload, to: recipients)
            return .done
        }
    }
}

private struct EmitBody: Decodable, Sendable {
    /// What the names of such events begin with: none of the server's or of a module's does.
    private static let prefix = "app:"
    private static let nameLimit = 64

    let event: String
    let payload: JSON?
    let room: String?
    let user: String?

    /// The event's name, which nobody takes for one of the server's.
    var checkedEvent: String {
        get throws {
            let rest = event.utf8.dropFirst(Self.prefix.utf8.count)
            guard event.hasPrefix(Self.prefix), !rest.isEmpty, event.utf8.count <= Self.nameLimit,
                rest.allSatisfy({ 0x21...0x7E ~= $0 })
            else {
                throw RequestError.badRequest(
                    "'event' begins with '\(Self.prefix)', as in 'app:deployed', and has at most \(Self.nameLimit) visible letters."
                )
            }
            return event
        }
    }
}
