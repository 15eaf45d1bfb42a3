import RoostAuth
import RoostKit

/// A question about rooms, or a change of them.
package enum RoomCommand: Codable, Sendable {
    /// Adds a room, and tells its id.
    case create(name: String, title: String?, isPrivate: Bool)
    /// Gives the user a role in a room, or none.
    case setRole(user: String, room: String, role: String?)

    func perform(by authority: Authority) async throws -> [Record] {
        switch self {
        case .create(let name, let title, let isPrivate):
            let id = try await authority.addRoom(name, title: title, isPrivate: isPrivate)
            return [Record(["id": "\(id)", "title": "\(title ?? name)", "private": .flag(isPrivate)])]
        case .setRole(let user, let room, let role):
            let count = try await authority.setRole(role, of: user, in: RoomID(rawValue: room))
            return try Changed(action: "room.role", target: "room:\(room)", sessions: count).records
        }
    }
}
