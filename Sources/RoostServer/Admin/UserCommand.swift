package import RoostAuth
import RoostKit

/// A question about accounts, or a change of them.
package enum UserCommand: Codable, Sendable {
    /// Adds an account.
    case add(name: String, password: String, role: String)
    /// Adds all of these accounts, or none; where it is a trial only looks whether it could.
    case `import`([ImportedUser], isTrial: Bool)
    /// Every account, with the hash of its password.
    case export
    /// Every account.
    case list
    /// All that there is to know of one account, without secrets.
    case show(user: String)
    /// Keeps the user from signing in.
    case disable(user: String)
    /// Lets the user sign in again.
    case enable(user: String)
    /// Removes the user, and their messages or the name that these are of.
    case delete(user: String, messages: MessageFate)
    /// Gives the user a role.
    case setRole(user: String, role: String)
    /// Gives the user a password.
    case setPassword(user: String, password: String)
    /// Makes a link with which the user sets a new password, once.
    case resetLink(user: String)
    /// Turns the user's second factor off.
    case removeSecondFactor(user: String)

    func perform(at desk: Desk) async throws -> [Record] {
        let authority = desk.authority
        switch self {
        case .add(let name, let password, let role):
            let account = try await authority.addUser(
                name: name,
                password: password,
                role: Role(rawValue: role)
            )
            return [try Record(UserRecord(account))]
        case .import(let users, let isTrial):
            try await authority.add(users, isTrial: isTrial)
            return users.map { Record(["name": .text($0.name), "role": .text($0.role)]) }
        case .export: return try await authority.exported().map { try Record(ExportRecord($0)) }
        case .list: return try await authority.accounts().map { try Record(UserRecord($0)) }
        case .show(let user): return [try Record(ProfileRecord(try await authority.profile(of: user)))]
        case .disable(let user):
            return try changed("disable", user, sessions: try await authority.disable(user))
        case .enable(let user):
            try await authority.enable(user)
            return try changed("enable", user)
        case .delete(let user, let fate):
            let count = try await authority.delete(user, messages: fate)
            desk.erasing?.wake()
            return try changed("delete", user, sessions: count)
        case .setRole(let user, let role):
            let count = try await authority.setRole(Role(rawValue: role), of: user)
            return try changed("role", user, sessions: count)
        case .setPassword(let user, let password):
            let count = try await authority.resetPassword(of: user, to: password)
            return try changed("password.reset", user, sessions: count)
        case .resetLink(let user):
            let link = desk.link("reset", try await authority.passwordReset(of: user))
            return [Record(["link": .text(link), "user": .text(user)])]
        case .removeSecondFactor(let user):
            try await authority.removeSecondFactor(of: user)
            return try changed("second-factor.off", user)
        }
    }

    private func changed(_ action: String, _ user: String, sessions: Int? = nil) throws -> [Record] {
        try Changed(action: "user.\(action)", target: "user:\(user)", sessions: sessions).records
    }
}

private struct UserRecord: Encodable {
    let name: String
    let role: String
    let disabled: Bool

    init(_ account: Account) {
        name = account.user.rawValue
        role = account.role.rawValue
        disabled = account.isDisabled
    }
}

private struct ProfileRecord: Encodable {
    let name: String
    let role: String
    let disabled: Bool
    let displayName: String?
    let createdAt: String
    let lastUsedAt: String?
    let secondFactor: Bool
    let sessions: Int
    let tokens: Int
    /// Rooms with the user's role in each, such as `den (owner)`.
    let rooms: [String]

    init(_ profile: AccountProfile) {
        name = profile.account.user.rawValue
        role = profile.account.role.rawValue
        disabled = profile.account.isDisabled
        displayName = profile.displayName
        createdAt = WireTime.text(of: profile.createdAt)
        lastUsedAt = profile.lastUsedAt.map { WireTime.text(of: $0) }
        secondFactor = profile.hasSecondFactor
        sessions = profile.sessionCount
        tokens = profile.tokenCount
        rooms = profile.rooms.map { "\($0.room) (\($0.role))" }
    }
}

private struct ExportRecord: Encodable {
    let name: String
    let display: String
    let role: String
    let disabled: Bool
    let hash: String

    init(_ user: ImportedUser) {
        name = user.name
        display = user.displayName ?? ""
        role = user.role
        disabled = user.isDisabled
        hash = if case .hash(let hash) = user.secret { hash } else { "" }
    }
}
