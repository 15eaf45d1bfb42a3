internal import RoostKit

/// How high somebody stands: nobody acts on an equal or a higher one.
enum Rank: Int, Comparable, Sendable {
    case guest, member, roomModerator, owner, moderator, admin

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The rank by role on the server, and in a room.
    init(role: String, inRoom roomRole: String?, mayModerate: Bool) {
        let onServer: Rank =
            switch role {
            case "admin": .admin
            case "moderator": .moderator
            case "guest": .guest
            default: .member
            }
        let here: Rank =
            switch roomRole {
            case "owner": .owner
            case "moderator": .roomModerator
            default: mayModerate ? .roomModerator : .guest
            }
        self = max(onServer, here)
    }
}
