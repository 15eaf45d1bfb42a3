import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

// Requests about being in rooms, and about what goes on there besides messages.
extension Client {
    func listRooms() async throws -> JSON {
        let rooms = try await directory.list(permit: try live.permit(.listRooms))
        let listed = rooms.map { room -> JSON in
            ["id": .string(room.id.rawValue), "title": .string(room.title)]
        }
        return ["ok": true, "rooms": .array(listed)]
    }

    func join(_ id: RoomID) async throws -> JSON {
        guard rooms[id] != nil || rooms.count < WireLimits.roomsOfClient else {
            throw RequestError.tooManyRooms(WireLimits.roomsOfClient)
        }
        if modules.reviews(JoinProposal.self) {
            _ = try live.permit(.join, on: id)
            _ = try await modules.review(JoinProposal(room: id, user: live.session.user))
        }
        let permit = try live.permit(.join, on: id)
        let room = try await directory.room(id)
        let state = await room.join(device, permit: permit)
        guard !isGone else {
            await room.leave(device)
            throw ChatError.notMember
        }
        rooms[id] = room
        return [
            "ok": true,
            "room": ["id": .string(id.rawValue), "title": .string(room.title)],
            "sequence": .integer(state.sequence),
            "members": .array(state.members.map { .string($0.rawValue) }),
            "rights": .array(live.session.rights(in: id).map { .string($0.rawValue) }),
        ]
    }

    func leave(_ id: RoomID) async throws -> JSON {
        guard let room = rooms.removeValue(forKey: id) else { throw ChatError.notMember }
        await room.leave(device)
        return ["ok": true]
    }

    func members(_ id: RoomID) async throws -> JSON {
        _ = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        return ["ok": true, "members": .array(await room.members.map { .string($0.rawValue) })]
    }

    func since(_ sequence: Int64, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        let missed = try await room.missed(after: sequence, permit: permit)
        var reply: [(name: String, value: JSON)] = [
            ("ok", true), ("recovered", .bool(missed.entries != nil)),
            ("sequence", .integer(missed.sequence)),
        ]
        if let entries = missed.entries {
            reply.append(("events", .array(entries.map { [.string($0.wireName), $0.wire] })))
        }
        return .object(JSONObject(reply))
    }

    func setTyping(_ isTyping: Bool, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.send, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        await room.setTyping(isTyping, permit: permit)
        return ["ok": true]
    }
}
