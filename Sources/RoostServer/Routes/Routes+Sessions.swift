import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit

extension Routes {
    /// Adds the routes that end sessions, or list what could be ended.
    func addSessions(to api: RouterGroup<RoostRequestContext>) {
        api.post("me/password") { request, context -> Response in
            await done {
                let session = try await signIn(of: request, context)
                let body = try await body(
                    NewPasswordBody.self,
                    of: request,
                    holding: "text in 'old' and 'new'"
                )
                try await authority.changePassword(
                    of: session,
                    from: body.old,
                    to: body.new,
                    at: address(of: request, context)
                )
            }
        }
        api.get("sessions") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                let sessions = try await authority.sessions(of: session)
                return SessionsReply(
                    sessions: sessions.map { SessionBody($0, isCurrent: $0.id == session.id) }
                )
            }
        }
        api.delete("sessions") { request, context -> Response in
            await done {
                _ = try await authority.endOtherSessions(by: try await signIn(of: request, context))
            }
        }
        api.delete("sessions/:id") { request, context -> Response in
            await done {
                let session = try await signIn(of: request, context)
                let id = try context.parameters.require("id")
                if id == "current" {
                    try await authority.signOut(session)
                } else {
                    try await authority.endSession(SessionID(rawValue: id), by: session)
                }
            }
        }
    }
}

/// 204 once `work` is done, or its error.
func done(_ work: () async throws -> Void) async -> Response {
    do {
        try await work()
        return Response(status: .noContent)
    } catch {
        return refusal(error)
    }
}

/// A change of one's password.
private struct NewPasswordBody: Decodable {
    let old: String
    let new: String
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
