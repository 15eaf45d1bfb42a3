import Foundation
import RoostAuth
import RoostChat
import RoostKit
import RoostStore

/// A question about rooms, or a change of them.
package enum RoomCommand: Codable, Sendable {
    /// Adds a room, and tells its id.
    case create(name: String, title: String?, isPrivate: Bool)
    /// Every room, archived ones too.
    case list
    /// One room.
    case show(room: String)
    /// Who belongs to a room, with the roles there.
    case members(room: String)
    /// Closes a room for good, or opens it again.
    case archive(room: String, isArchived: Bool)
    /// Removes a room; nobody gets its id again.
    case delete(room: String)
    /// Gives the user a role in a room, or none.
    case setRole(user: String, room: String, role: String?)
    /// Keeps a user out of a room, for some seconds or for good: what the module Moderation does.
    case ban(user: String, room: String, seconds: Int64?, reason: String?)
    /// Lets the user in again.
    case unban(user: String, room: String, reason: String?)

    func perform(at desk: Desk) async throws -> [Record] {
        let authority = desk.authority
        switch self {
        case .create(let name, let title, let isPrivate):
            let id = try await authority.addRoom(name, title: title, isPrivate: isPrivate)
            return [Record(["id": "\(id)", "title": "\(title ?? name)", "private": .flag(isPrivate)])]
        case .list: return try await authority.rooms().map { try Record(RoomRecord($0)) }
        case .show(let id):
            return [try Record(RoomRecord(try await authority.room(RoomID(rawValue: id))))]
        case .members(let id):
            return try await authority.members(of: RoomID(rawValue: id)).map { user, role in
                Record(["user": "\(user)", "role": role.map { .text($0) } ?? .null])
            }
        case .archive(let id, let isArchived):
            _ = try await authority.archive(RoomID(rawValue: id), isArchived: isArchived)
            return try Changed(action: "room.archive", target: "room:\(id)").records
        case .delete(let id):
            try await authority.deleteRoom(RoomID(rawValue: id))
            return try Changed(action: "room.delete", target: "room:\(id)").records
        case .setRole(let user, let room, let role):
            let count = try await authority.setRole(role, of: user, in: RoomID(rawValue: room))
            return try Changed(action: "room.role", target: "room:\(room)", sessions: count).records
        case .ban(let user, let room, let seconds, let reason):
            let order = ModerationOrder(room: room, user: user, for: seconds, reason: reason)
            return try await moderate("ban", order, noting: "room.ban", at: desk)
        case .unban(let user, let room, let reason):
            let order = ModerationOrder(room: room, user: user, kind: "ban", reason: reason)
            return try await moderate("lift", order, noting: "room.unban", at: desk)
        }
    }

    private func moderate(
        _ verb: String,
        _ order: ModerationOrder,
        noting action: String,
        at desk: Desk
    ) async throws -> [Record] {
        let question = ModuleQuestion("moderation:\(verb)", json: try JSONEncoder().encode(order))
        do {
            _ = try await question.perform(at: desk)
        } catch is ModuleQuestion.NobodyAnswers {
            throw CommandError(
                "module_off",
                "bans are what the module Moderation does: 'roost module enable Moderation' starts it"
            )
        }
        try await desk.authority.note(action, "room:\(order.room)", "user:\(order.user)")
        return try Changed(action: action, target: "room:\(order.room)").records
    }
}

/// The payload of the requests `moderation:ban` and `moderation:lift` (docs/protocol.md).
private struct ModerationOrder: Encodable {
    let room: String
    let user: String
    var kind: String?
    var `for`: Int64?
    let reason: String?
}

private struct RoomRecord: Encodable {
    let id: String
    let title: String
    let topic: String
    let `private`: Bool
    let members: Int64
    /// The number of the latest entry.
    let sequence: Int64
    let createdAt: String
    let createdBy: String?
    let archivedAt: String?

    init(_ listed: ListedRoom) {
        id = listed.room.id.rawValue
        title = listed.room.title
        topic = listed.room.topic
        `private` = listed.room.id.isPrivate
        members = listed.memberCount
        sequence = listed.room.sequence
        createdAt = WireTime.text(of: listed.room.createdAt)
        createdBy = listed.room.createdBy?.rawValue
        archivedAt = listed.room.archivedAt.map { WireTime.text(of: $0) }
    }
}
