import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit

extension Routes {
    /// Adds what users do with their own account and sessions, each request with the token of a session.
    func addOwnAccount(to api: RouterGroup<BasicRequestContext>) {
        api.get("me") { request, _ in
            try await answer(.ok) { UserReply(user: AccountBody(try await session(of: request).account)) }
        }
        api.post("me/password") { request, _ -> Response in
            await done {
                let session = try await session(of: request)
                let body: PasswordBody = try await request.decoded(form: "text in 'old' and 'new'")
                try await authority.changePassword(of: session, from: body.old, to: body.new)
            }
        }
        api.get("sessions") { request, _ in
            try await answer(.ok) {
                let session = try await session(of: request)
                let sessions = try await authority.sessions(of: session)
                return SessionsReply(
                    sessions: sessions.map { SessionBody($0, isCurrent: $0.id == session.id) }
                )
            }
        }
        api.delete("sessions") { request, _ -> Response in
            await done {
                _ = try await authority.endOtherSessions(by: try await session(of: request))
            }
        }
        api.delete("sessions/:id") { request, context -> Response in
            await done {
                let session = try await session(of: request)
                let id = try context.parameters.require("id")
                if id == "current" {
                    try await authority.signOut(session)
                } else {
                    try await authority.endSession(SessionID(rawValue: id), by: session)
                }
            }
        }
    }

    private func session(of request: Request) async throws -> Session {
        let field = request.headers[.authorization] ?? ""
        return try await authority.authenticate(
            token: String(field.dropFirst("Bearer ".count)),
            caller: Caller(program: request.headers[.userAgent])
        )
    }
}

/// 204 once `work` is done, or its error.
private func done(_ work: () async throws -> Void) async -> Response {
    do {
        try await work()
        return Response(status: .noContent)
    } catch {
        return refusal(error)
    }
}

/// A change of one's password.
private struct PasswordBody: Decodable {
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
