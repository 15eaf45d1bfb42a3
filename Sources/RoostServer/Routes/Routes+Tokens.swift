import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit

/// Tokens that users make for programs.
extension Routes {
    /// Adds the routes below `tokens`.
    func addTokens(to api: RouterGroup<RoostRequestContext>) {
        api.post("tokens") { request, context in
            try await answer(.created) {
                let session = try await signIn(of: request, context)
                let body = try await body(
                    TokenBody.self,
                    of: request,
                    holding: "text in 'name', lists in 'rights' or 'rooms', and seconds in 'expiresIn'"
                )
                let (text, token) = try await authority.createToken(try body.order, by: session)
                return NewTokenReply(token: text, details: TokenDetails(token))
            }
        }
        api.get("tokens") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                return TokensReply(tokens: try await authority.tokens(of: session).map(TokenDetails.init))
            }
        }
        api.delete("tokens/:id") { request, context -> Response in
            await done {
                let session = try await signIn(of: request, context)
                let id = SessionID(rawValue: try context.parameters.require("id"))
                try await authority.revokeToken(id, by: session)
            }
        }
        api.post("tokens/:id/caveats") { request, context -> Response in
            await done {
                let session = try await signIn(of: request, context)
                let id = SessionID(rawValue: try context.parameters.require("id"))
                let body = try await body(CaveatBody.self, of: request, holding: "text in 'caveat'")
                try await authority.narrowToken(id, by: body.caveat, of: session)
            }
        }
        api.post("tokens/revoke") { request, _ -> Response in
            await done {
                let body = try await body(HeldTokenBody.self, of: request, holding: "text in 'token'")
                try await authority.revoke(token: body.token)
            }
        }
    }
}

private struct TokenBody: Decodable, Sendable {
    let name: String
    let rights: [String]?
    let rooms: [String]?
    let expiresIn: Int

    var order: TokenOrder {
        get throws {
            try TokenOrder(
                name: name,
                rights: rights?.map(Right.init),
                rooms: rooms?.map(RoomID.init),
                lifetime: .seconds(expiresIn)
            )
        }
    }
}

private struct CaveatBody: Decodable, Sendable {
    let caveat: String
}

private struct HeldTokenBody: Decodable, Sendable {
    let token: String
}

private struct NewTokenReply: Encodable, Sendable {
    let token: String
    let details: TokenDetails
}

private struct TokensReply: Encodable, Sendable {
    let tokens: [TokenDetails]
}

/// A token as its user sees it in a list.
private struct TokenDetails: Encodable, Sendable {
    let id: String
    let name: String
    let caveats: [String]
    let createdAt: String
    let lastUsedAt: String?
    let expiresAt: String

    init(_ token: PersonalToken) {
        id = token.id.rawValue
        name = token.name
        caveats = token.caveats
        createdAt = WireTime.text(of: token.createdAt)
        lastUsedAt = token.lastUsedAt.map(WireTime.text)
        expiresAt = WireTime.text(of: token.expiresAt)
    }
}
