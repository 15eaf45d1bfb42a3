import HTTPTypes
import RoostAuth

/// What users do with their own account.
extension Routes {
    /// Adds the routes below `me`.
    func addMe(to api: inout RouteTable) {
        api.anyToken(.get, "me") { _, session in try .ok(try await me(session)) }
        api.signIn(.patch, "me") { call, session in
            let body = try call.body(MeBody.self, holding: "text or null in 'displayName'")
            try await authority.setDisplayName(try body.displayName.map(DisplayName.init), of: session)
            return try .ok(try await me(session))
        }
        api.signIn(.post, "me/password") { call, session in
            let body = try call.body(NewPasswordBody.self, holding: "text in 'old' and 'new'")
            try await authority.changePassword(of: session, from: body.old, to: body.new, at: call.address)
            return .done
        }
        api.signIn(.post, "me/second-factor") { call, session in
            let body = try call.body(PasswordBody.self, holding: "text in 'password'")
            let offer = try await authority.beginSecondFactor(
                session,
                password: body.password,
                from: call.address
            )
            return try .created(SecondFactorReply(secret: offer.secret, uri: offer.uri))
        }
        api.signIn(.post, "me/second-factor/confirm") { call, session in
            let body = try call.body(CodeBody.self, holding: "text in 'code'")
            let codes = try await authority.confirmSecondFactor(session, code: body.code)
            return try .ok(RecoveryCodesReply(recoveryCodes: codes))
        }
        api.signIn(.delete, "me/second-factor") { call, session in
            let body = try call.body(
                PasswordAndCodeBody.self,
                holding: "text in 'password' and 'code'"
            )
            try await authority.removeSecondFactor(
                session,
                password: body.password,
                code: body.code,
                from: call.address
            )
            return .done
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

private struct NewPasswordBody: Decodable, Sendable {
    let old: String
    let new: String
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
