import RoostAuth
import RoostKit

/// A question about sessions, or their end.
package enum SessionCommand: Codable, Sendable {
    /// The sessions of one user, or of everybody.
    case list(user: String?)
    /// Ends one session of the user.
    case end(user: String, id: String)
    /// Ends every session of the user.
    case endAll(user: String)

    func perform(by authority: Authority) async throws -> [Record] {
        switch self {
        case .list(let user):
            return try await authority.sessions(ofUser: user).map { try Record(SessionRecord($0)) }
        case .end(let user, let id):
            try await authority.endSession(SessionID(rawValue: id), ofUser: user)
            return try Changed(action: "user.sessions.end", target: "user:\(user)", sessions: 1).records
        case .endAll(let user):
            let count = try await authority.endSessions(ofUser: user)
            return try Changed(action: "user.sessions.end", target: "user:\(user)", sessions: count).records
        }
    }
}

private struct SessionRecord: Encodable {
    let id: String
    let user: String
    let createdAt: String
    let lastUsedAt: String
    let expiresAt: String
    let address: String?
    let program: String?

    init(_ session: OpenSession) {
        id = session.id.rawValue
        user = session.user.rawValue
        createdAt = WireTime.text(of: session.createdAt)
        lastUsedAt = WireTime.text(of: session.lastUsedAt)
        expiresAt = WireTime.text(of: session.expiresAt)
        address = session.caller.address
        program = session.caller.program
    }
}
