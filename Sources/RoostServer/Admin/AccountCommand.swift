package import RoostAuth
import RoostKit

/// A change of an account or of rights that must reach whoever is connected; as JSON on the server's socket.
package enum AccountCommand: Codable, Sendable {
    /// Keeps the user from signing in.
    case disable(user: String)
    /// Lets the user sign in again.
    case enable(user: String)
    /// Removes the user.
    case delete(user: String)
    /// Gives the user a role.
    case setRole(user: String, role: String)
    /// Gives the user a password.
    case resetPassword(user: String, password: String)
    /// Ends one session of the user.
    case endSession(user: String, id: String)
    /// Ends every session of the user.
    case endSessions(user: String)
    /// Ends a token that its user made for a program.
    case revokeToken(id: String)
    /// Holds a token to one more condition.
    case narrowToken(id: String, caveat: String)
    /// Signs tokens with a new key; the earlier ones are believed for so many seconds more.
    case rotateKey(graceSeconds: Int64)
    /// Gives a grant.
    case give(right: String, resource: String, endsAt: Int64?, to: GrantHolder)
    /// Takes a grant.
    case take(right: String, resource: String, from: GrantHolder)
    /// Gives the user a role in a room, or none.
    case setRoomRole(user: String, room: String, role: String?)

    /// Does it, and says how many sessions it ended or changed.
    func perform(by authority: Authority) async throws(AccountError) -> Int {
        switch self {
        case .disable(let user): return try await authority.disable(user)
        case .enable(let user):
            try await authority.enable(user)
            return 0
        case .delete(let user): return try await authority.delete(user)
        case .setRole(let user, let role):
            return try await authority.setRole(Role(rawValue: role), of: user)
        case .resetPassword(let user, let password):
            return try await authority.resetPassword(of: user, to: password)
        case .endSession(let user, let id):
            try await authority.endSession(SessionID(rawValue: id), ofUser: user)
            return 1
        case .revokeToken(let id):
            try await authority.revokeToken(SessionID(rawValue: id))
            return 1
        case .narrowToken(let id, let caveat):
            try await authority.narrowToken(SessionID(rawValue: id), by: caveat)
            return 1
        case .rotateKey(let seconds):
            try await authority.rotateKey(grace: .seconds(seconds))
            return 0
        case .give(let right, let resource, let endsAt, let holder):
            let grant = try Grant(right: right, resource: resource, endsAt: endsAt)
            return try await authority.give(grant, to: holder)
        case .take(let right, let resource, let holder):
            return try await authority.take(try Grant(right: right, resource: resource), from: holder)
        case .setRoomRole(let user, let room, let role):
            return try await authority.setRole(role, of: user, in: RoomID(rawValue: room))
        case .endSessions(let user): return try await authority.endSessions(ofUser: user)
        }
    }
}
