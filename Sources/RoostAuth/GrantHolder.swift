/// Whose a grant is.
package enum GrantHolder: Hashable, Codable, Sendable {
    /// The user with this name.
    case user(String)
    /// Everybody with this role on the server.
    case role(String)
    /// Everybody with this role in a room, there.
    case roomRole(String)

    /// The roles that one can have in a room.
    package static let roomRoles = ["owner", "moderator", "member"]

    /// The names of all roles that hold grants, as `init(roleNamed:)` takes them: those of users and guests, then those in rooms.
    package static let roleNames = serverRoles.map(\.rawValue) + roomRoles.map { "room:\($0)" }

    private static let serverRoles = Role.known + [.guest]

    /// The role named `name`: `member` is the server's, `room:member` that of rooms.
    package init(roleNamed name: String) {
        self = name.hasPrefix("room:") ? .roomRole(String(name.dropFirst(5))) : .role(name)
    }

    /// The holder that `text` is: `user:` with a name, `role:` or `room-role:` with a role.
    package init(text: String) throws(AccountError) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.dropFirst().first) {
        case ("user", let name?): self = .user(name)
        case ("role", let name?): self = .role(name)
        case ("room-role", let name?): self = .roomRole(name)
        default: throw .badGrant("A holder is 'user:NAME', 'role:ROLE' or 'room-role:ROLE', not '\(text)'.")
        }
    }

    /// The spelling in the table of grants.
    /// - Throws: `AccountError` where nobody can be meant.
    package func subject() throws(AccountError) -> String {
        switch self {
        case .user(let name): return "user:\(try Authority.id(known: name))"
        case .role(let name):
            guard Self.serverRoles.contains(Role(rawValue: name)) else { throw Self.unknownRole(name) }
            return "role:\(name)"
        case .roomRole(let name):
            guard Self.roomRoles.contains(name) else { throw Self.unknownRole("room:\(name)") }
            return "room-role:\(name)"
        }
    }

    /// Checks that one can have the role `role` in a room.
    static func requireRoomRole(_ role: String) throws(AccountError) {
        guard roomRoles.contains(role) else {
            let names = roomRoles.joined(separator: ", ")
            throw .badGrant("There is no role '\(role)' in rooms. Choose one of: \(names).")
        }
    }

    private static func unknownRole(_ name: String) -> AccountError {
        .badGrant("There is no role '\(name)'. Choose one of: \(roleNames.joined(separator: ", ")).")
    }

    /// Checks that somebody can be meant.
    /// - Throws: `AccountError`.
    package func check() throws(AccountError) { _ = try subject() }

    /// Whether grants on `resource` make sense for it: those of room roles are about the room where one has them.
    func canHold(_ resource: String) -> Bool {
        if case .roomRole = self { resource == "room" } else { resource != "room" }
    }
}
