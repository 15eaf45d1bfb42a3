import HTTPTypes
import RoostAuth
import RoostKit

extension Routes {
    /// Adds the routes that end sessions, or list what could be ended.
    func addSessions(to api: inout RouteTable) {
        api.signIn(.get, "sessions") { _, session in
            let sessions = try await authority.sessions(of: session)
            return try .ok(
                SessionsReply(
                    sessions: sessions.map { SessionBody($0, isCurrent: $0.id == session.id) }
                )
            )
        }
        api.signIn(.delete, "sessions") { _, session in
            _ = try await authority.endOtherSessions(by: session)
            return .done
        }
        api.signIn(.delete, "sessions/:id") { call, session in
            let id = try call.part("id")
            if id == "current" {
                try await authority.signOut(session)
            } else {
                try await authority.endSession(SessionID(rawValue: id), by: session)
            }
            return .done
        }
    }
}

/// The answer to whoever asks for their sessions.
private struct SessionsReply: Encodable {
    let sessions: [SessionBody]
}

/// A session as its user sees it.
private struct SessionBody: Encodable {
    let id: String
    let createdAt: String
    let lastUsedAt: String
    let expiresAt: String
    let address: String?
    let program: String?
    let current: Bool

    init(_ session: OpenSession, isCurrent: Bool) {
        id = session.id.rawValue
        createdAt = WireTime.text(of: session.createdAt)
        lastUsedAt = WireTime.text(of: session.lastUsedAt)
        expiresAt = WireTime.text(of: session.expiresAt)
        address = session.caller.address
        program = session.caller.program
        current = isCurrent
    }
}
