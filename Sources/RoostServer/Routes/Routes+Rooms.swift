import HTTPTypes
import RoostAuth
import RoostKit
import RoostStore

/// Rooms, and the roles that people have in them.
extension Routes {
    /// Adds the routes below `rooms`.
    func addRooms(to api: inout RouteTable) {
        api.administrator(.get, "rooms") { call, _ in
            let page = try await call.page { limit in
                try await authority.rooms(
                    after: try call.query("after"),
                    containing: try call.query("containing"),
                    limit: limit
                )
            }
            return try .ok(RoomsReply(rooms: page.entries.map(RoomDetails.init), more: page.more))
        }
        api.administrator(.post, "rooms") { call, session in
            let body = try call.body(
                RoomBody.self,
                holding: "text in 'name', and text in 'title' and true or false in 'private' if any"
            )
            let id = try await authority.addRoom(
                body.name,
                title: body.title,
                isPrivate: body.private ?? false,
                by: Origin(session)
            )
            return try .created(RoomReply(id: id.rawValue))
        }
        api.administrator(.delete, "rooms/:room") { call, session in
            try await authority.deleteRoom(RoomID(rawValue: try call.part("room")), by: Origin(session))
            return .done
        }
        api.roomManager(.get, "rooms/:room/members") { call, session, room in
            let page = try await call.page { limit in
                let permit = try session.permit(.manage, on: room)
                return try await authority.roles(permit: permit, after: try call.query("after"), limit: limit)
            }
            let members = page.entries.map { RoomMember(name: $0.user.rawValue, role: $0.role) }
            return try .ok(RoomMembersReply(members: members, more: page.more))
        }
        api.roomManager(.put, "rooms/:room/members/:name") { call, session, room in
            let body = try call.body(RoomRoleBody.self, holding: "text in 'role'")
            let permit = try session.permit(.manage, on: room)
            try await authority.setRole(body.role, of: try call.part("name"), permit: permit, as: session)
            return .done
        }
        api.roomManager(.delete, "rooms/:room/members/:name") { call, session, room in
            let permit = try session.permit(.manage, on: room)
            try await authority.setRole(nil, of: try call.part("name"), permit: permit, as: session)
            return .done
        }
    }
}

private struct RoomBody: Decodable, Sendable {
    let name: String
    let title: String?
    let `private`: Bool?
}

private struct RoomReply: Encodable, Sendable {
    let id: String
}

private struct RoomsReply: Encodable, Sendable {
    let rooms: [RoomDetails]
    let more: Bool
}

/// A room as administrators see it in a list.
private struct RoomDetails: Encodable, Sendable {
    let id: String
    let title: String
    let `private`: Bool
    let archived: Bool
    let createdAt: String

    init(_ room: StoredRoom) {
        id = room.id.rawValue
        title = room.title
        self.private = room.id.isPrivate
        archived = room.archivedAt != nil
        createdAt = WireTime.text(of: room.createdAt)
    }
}

private struct RoomRoleBody: Decodable, Sendable {
    let role: String
}

private struct RoomMembersReply: Encodable, Sendable {
    let members: [RoomMember]
    let more: Bool
}

private struct RoomMember: Encodable, Sendable {
    let name: String
    let role: String
}
