import HTTPTypes
import RoostAuth
import RoostKit
import RoostModules

/// Sign-up and sign-in.
extension Routes {
    private static let credentials = "text in 'name' and 'password'"

    /// Adds the routes of those who are not signed in yet.
    func addAccounts(to api: inout RouteTable) {
        api.everybody(.post, "users") { call in
            let body = try call.body(SignUpBody.self, holding: Self.credentials)
            // Whoever has the link that the server printed needs nobody's leave.
            if body.setup == nil {
                _ = try await modules.review(SignUpProposal(name: body.name, address: call.address.text))
            }
            let account = try await authority.signUp(
                name: body.name,
                password: body.password,
                setup: body.setup,
                invitation: body.invitation,
                from: call.address
            )
            return try .created(UserReply(user: AccountBody(account)))
        }
        api.everybody(.get, "server") { _ in
            try .ok(ServerReply(signUp: authority.policy.rawValue, guests: authority.takesGuests))
        }
        api.everybody(.post, "sessions") { call in
            let body = try call.body(SignInBody.self, holding: Self.credentials)
            let signedIn = try await authority.signIn(
                name: body.name,
                password: body.password,
                code: body.code,
                from: call.address
            ) { account in
                let (name, address) = (account.user.rawValue, call.address.text)
                _ = try await modules.review(SignInProposal(name: name, address: address))
            }
            return try .created(SessionReply(token: signedIn.token, user: AccountBody(signedIn.account)))
        }
    }
}

private struct SignUpBody: Decodable, Sendable {
    let name: String
    let password: String
    let setup: String?
    let invitation: String?
}

/// `code` is that of the second factor.
private struct SignInBody: Decodable, Sendable {
    let name: String
    let password: String
    let code: String?
}

/// How one may come in.
private struct ServerReply: Encodable, Sendable {
    let signUp: String
    let guests: Bool
}

private struct UserReply: Encodable, Sendable {
    let user: AccountBody
}

private struct SessionReply: Encodable, Sendable {
    let token: String
    let user: AccountBody
}
