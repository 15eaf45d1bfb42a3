import RoostAuth
import RoostChat
import RoostKit
import RoostStore
import SocketIO

/// Tells everybody whom it concerns what became of rooms and names, whoever changed them, and keeps the rooms in memory true to that.
struct RoomNews: RoomObserver {
    let chat: ChatNamespace
    let directory: RoomDirectory
    let erasing: Erasing

    func added(_ room: StoredRoom, members: [UserID], by maker: UserID?) async {
        chat.created(room, members: members, by: maker ?? .system)
    }

    func changed(_ room: StoredRoom, from old: StoredRoom) async {
        // Where it cannot be read just now, it is not in memory either.
        guard let live = try? await directory.room(room.id) else { return chat.changed(room, from: old) }
        await live.adopt(room, from: old)
        // What was accepted before it was archived is told before this is answered.
        await live.settle()
    }

    func changedRole(of user: UserID, to role: String?, in room: RoomID, by changer: UserID?) async {
        guard !room.isForParticipants else { return }
        var fields: [(name: String, value: JSON)] = [
            ("room", .string(room.rawValue)), ("user", .string(user.rawValue)),
            ("role", role.map(JSON.string) ?? .null),
        ]
        if let changer { fields.append(("by", .string(changer.rawValue))) }
        chat.tell("role:changed", .object(JSONObject(fields)), in: room, and: user)
    }

    func invited(_ user: UserID, to room: RoomID, by inviter: UserID) async {
        // Who is not told of a room that cannot be read finds it in their list.
        guard let details = try? await directory.room(room).details else { return }
        let payload: JSON = ["room": details.wire, "by": .string(inviter.rawValue)]
        for client in chat.clients.of(user) { client.tell("room:invited", payload, about: room) }
    }

    func renamed(_ user: UserID, to displayName: String?) async { chat.renamed(user, to: displayName) }

    func closing(_ id: RoomID) async throws { try await directory.close(id) }

    func reopening(_ id: RoomID) async { await directory.reopen(id) }

    func deleted(_ id: RoomID, by deleter: UserID?) async {
        let room = await directory.remove(id)
        chat.deleted(id, by: deleter ?? .system)
        erasing.wake()
        for user in await room?.clear() ?? [] {
            await chat.depart(user, from: id, isTold: true)
        }
    }
}
