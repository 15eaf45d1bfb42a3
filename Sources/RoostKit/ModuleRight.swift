/// A right of a module's own, and who has it unless an administrator decides otherwise.
///
/// The roles below get it when the module starts for the first time. From then on it is granted and taken as any other:
/// with `roost user grant` and `roost role`. Administrators have it always.
public struct ModuleRight: Hashable, Sendable {
    /// What one has the right on.
    @frozen
    public enum Scope: Hashable, Sendable {
        /// A room.
        case rooms
        /// The server as a whole.
        case server
    }

    /// The right: the module's name, a dot, and a verb in lower case, as in `moderation.kick`.
    public let right: Right
    /// What it allows, in one sentence, for the table of rights.
    public let summary: String
    /// What one has it on.
    public let scope: Scope
    /// The server's roles that have it: in every public room, or on the server.
    public let roles: [String]
    /// The roles in a room that have it there: some of `owner`, `moderator` and `member`.
    public let roomRoles: [String]

    /// A right that one has in rooms.
    public static func room(
        _ right: Right,
        _ summary: String,
        roles: [String] = [],
        roomRoles: [String] = []
    ) -> ModuleRight {
        ModuleRight(right: right, summary: summary, scope: .rooms, roles: roles, roomRoles: roomRoles)
    }

    /// A right that one has on the server.
    public static func server(_ right: Right, _ summary: String, roles: [String] = []) -> ModuleRight {
        ModuleRight(right: right, summary: summary, scope: .server, roles: roles, roomRoles: [])
    }
}
