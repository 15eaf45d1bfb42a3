import RoostAuth
import RoostKit

/// A question about the tokens for programs, or a change of them.
package enum TokenCommand: Codable, Sendable {
    /// Makes a token, and tells its text, once.
    case issue(user: String, name: String, rights: [String]?, rooms: [String]?, seconds: Int64)
    /// The tokens of one user, or of everybody.
    case list(user: String?)
    /// One token.
    case show(id: String)
    /// Ends a token, and all that was narrowed from it.
    case revoke(id: String)
    /// Holds a token to one more condition.
    case narrow(id: String, caveat: String)
    /// Signs tokens with a new key; the earlier ones are believed for so many seconds more.
    case rotateKey(graceSeconds: Int64)

    func perform(by authority: Authority) async throws -> [Record] {
        switch self {
        case .issue(let user, let name, let rights, let rooms, let seconds):
            let order = try TokenOrder(
                name: name,
                rights: rights?.map(Right.init(rawValue:)),
                rooms: rooms?.map(RoomID.init),
                lifetime: .seconds(seconds)
            )
            let (text, token) = try await authority.createToken(order, ofUser: user)
            return [try Record(TokenRecord(token, secret: text))]
        case .list(let user):
            return try await authority.tokens(ofUser: user).map { try Record(TokenRecord($0)) }
        case .show(let id):
            guard let token = try await authority.tokens(ofUser: nil).first(where: { $0.id.rawValue == id })
            else { throw AccountError.unknownToken }
            return [try Record(TokenRecord(token))]
        case .revoke(let id):
            try await authority.revokeToken(SessionID(rawValue: id))
            return try Changed(action: "token.remove", target: "session:\(id)").records
        case .narrow(let id, let caveat):
            try await authority.narrowToken(SessionID(rawValue: id), by: caveat)
            return try Changed(action: "token.narrow", target: "session:\(id)").records
        case .rotateKey(let seconds):
            try await authority.rotateKey(grace: .seconds(seconds))
            return try Changed(action: "key.rotate", target: "server").records
        }
    }
}

private struct TokenRecord: Encodable {
    let id: String
    let user: String
    let name: String
    let caveats: [String]
    let createdAt: String
    let lastUsedAt: String?
    let expiresAt: String
    /// What opens things; told once.
    let token: String?

    init(_ token: PersonalToken, secret: String? = nil) {
        id = token.id.rawValue
        user = token.user.rawValue
        name = token.name
        caveats = token.caveats
        createdAt = WireTime.text(of: token.createdAt)
        lastUsedAt = token.lastUsedAt.map(WireTime.text)
        expiresAt = WireTime.text(of: token.expiresAt)
        self.token = secret
    }
}
