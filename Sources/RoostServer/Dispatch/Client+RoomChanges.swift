import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

// Requests that change rooms, and who may do what in them.
extension Client {
    private var origin: Origin { Origin(live.session) }

    func createRoom(_ event: Event) async throws -> JSON {
        let name = try event.text("name", byteLimit: WireLimits.roomIDBytes)
        let title = try event.optionalText("title", byteLimit: WireLimits.titleBytes)
        let topic = try event.optionalText("topic", byteLimit: WireLimits.topicBytes) ?? ""
        let isPrivate = try event.isPrivate
        _ = try live.permit(.createRooms)
        let proposal = try await modules.review(
            RoomProposal(.create(name: name, isPrivate: isPrivate), asker: asker, title: title, topic: topic)
        )
        let room = try await authority.createRoom(
            name,
            title: proposal.title,
            topic: proposal.topic ?? "",
            isPrivate: isPrivate,
            permit: try live.permit(.createRooms),
            by: origin
        )
        return ["ok": true, "room": room.wire]
    }

    func updateRoom(_ event: Event) async throws -> JSON {
        let title = try event.optionalText("title", byteLimit: WireLimits.titleBytes)
        let topic = try event.optionalText("topic", byteLimit: WireLimits.topicBytes, orEmpty: true)
        let id = try event.room
        try live.require(.manage, on: .room(id))
        let proposal = try await modules.review(
            RoomProposal(.update(id), asker: asker, title: title, topic: topic)
        )
        return try await change(id, .details(title: proposal.title, topic: proposal.topic))
    }

    func archiveRoom(_ event: Event) async throws -> JSON {
        let id = try event.room
        let isOn = try event.optionalFlag("archived") ?? true
        try live.require(.manage, on: .room(id))
        _ = try await modules.review(RoomProposal(.archive(id, isOn: isOn), asker: asker))
        return try await change(id, .archived(isOn))
    }

    private func change(_ id: RoomID, _ change: RoomChange) async throws -> JSON {
        let permit = try live.permit(.manage, on: id)
        let changed = try await authority.updateRoom(change, permit: permit, by: origin)
        return ["ok": true, "room": changed.wire]
    }

    func changeRole(_ event: Event) async throws -> JSON {
        let id = try event.room
        let role = try event.optionalText("role", byteLimit: WireLimits.nameBytes)
        _ = try await authority.changeRole(
            to: role,
            of: try event.text("user", byteLimit: WireLimits.nameBytes),
            permit: try live.permit(.manage, on: id),
            as: live.session
        )
        return ["ok": true]
    }

    func invite(_ event: Event) async throws -> JSON {
        let id = try event.room
        let name = try event.text("user", byteLimit: WireLimits.nameBytes)
        try live.require(.invite, on: .room(id))
        _ = try await modules.review(InvitationProposal(asker: asker, user: name, room: id))
        _ = try await authority.invite(name, permit: try live.permit(.invite, on: id), as: live.session)
        return ["ok": true]
    }
}
