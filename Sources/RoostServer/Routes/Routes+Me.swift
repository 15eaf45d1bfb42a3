import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit

/// What users do with their own account.
extension Routes {
    /// Adds the routes below `me`.
    func addMe(to api: RouterGroup<RoostRequestContext>) {
        api.get("me") { request, context in
            try await answer(.ok) { try await me(try await session(of: request, context)) }
        }
        api.patch("me") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                let body = try await body(MeBody.self, of: request, holding: "text or null in 'displayName'")
                try await authority.setDisplayName(try body.displayName.map(DisplayName.init), of: session)
                return try await me(session)
            }
        }
        api.post("me/second-factor") { request, context in
            try await answer(.created) {
                let session = try await signIn(of: request, context)
                let body = try await body(PasswordBody.self, of: request, holding: "text in 'password'")
                let offer = try await authority.beginSecondFactor(
                    session,
                    password: body.password,
                    from: address(of: request, context)
                )
                return SecondFactorReply(secret: offer.secret, uri: offer.uri)
            }
        }
        api.post("me/second-factor/confirm") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                let body = try await body(CodeBody.self, of: request, holding: "text in 'code'")
                let codes = try await authority.confirmSecondFactor(session, code: body.code)
                return RecoveryCodesReply(recoveryCodes: codes)
            }
        }
        api.delete("me/second-factor") { request, context -> Response in
            do {
                let session = try await signIn(of: request, context)
                let body = try await body(
                    PasswordAndCodeBody.self,
                    of: request,
                    holding: "text in 'password' and 'code'"
                )
                try await authority.removeSecondFactor(
                    session,
                    password: body.password,
                    code: body.code,
                    from: address(of: request, context)
                )
                return Response(status: .noContent)
            } catch {
                return refusal(error)
            }
        }
    }

    private func me(_ session: Session) async throws -> MeReply {
        MeReply(
            user: AccountBody(session.account),
            displayName: try await authority.displayName(of: session),
            secondFactor: try await authority.hasSecondFactor(session)
        )
    }
}

private struct MeBody: Decodable, Sendable {
    let displayName: String?

    private enum CodingKeys: CodingKey {
        case displayName
    }

    init(from decoder: any Decoder) throws {
        // `null` takes the display name away; a field that is missing is a mistake.
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        displayName = try fields.decode(String?.self, forKey: .displayName)
    }
}

private struct PasswordBody: Decodable, Sendable {
    let password: String
}

private struct CodeBody: Decodable, Sendable {
    let code: String
}

private struct PasswordAndCodeBody: Decodable, Sendable {
    let password: String
    let code: String
}

private struct MeReply: Encodable, Sendable {
    let user: AccountBody
    let displayName: String?
    let secondFactor: Bool
}

private struct SecondFactorReply: Encodable, Sendable {
    let secret: String
    let uri: String
}

private struct RecoveryCodesReply: Encodable, Sendable {
    let recoveryCodes: [String]
}
