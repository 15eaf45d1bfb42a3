import HTTPTypes
import RoostAuth
import RoostKit

/// Tokens that users make for programs.
extension Routes {
    /// Adds the routes below `tokens`.
    func addTokens(to api: inout RouteTable) {
        api.signIn(.post, "tokens") { call, session in
            let body = try call.body(
                TokenBody.self,
                holding: "text in 'name', lists in 'rights' or 'rooms', and seconds in 'expiresIn'"
            )
            let (text, token) = try await authority.createToken(try body.order, by: session)
            return try .created(NewTokenReply(token: text, details: TokenDetails(token)))
        }
        api.signIn(.get, "tokens") { _, session in
            let tokens = try await authority.tokens(of: session)
            return try .ok(TokensReply(tokens: tokens.map(TokenDetails.init)))
        }
        api.signIn(.delete, "tokens/:id") { call, session in
            try await authority.revokeToken(SessionID(rawValue: try call.part("id")), by: session)
            return .done
        }
        api.signIn(.post, "tokens/:id/caveats") { call, session in
            let id = SessionID(rawValue: try call.part("id"))
            let body = try call.body(CaveatBody.self, holding: "text in 'caveat'")
            try await authority.narrowToken(id, by: body.caveat, of: session)
            return .done
        }
        api.everybody(.post, "tokens/revoke") { call in
            let body = try call.body(HeldTokenBody.self, holding: "text in 'token'")
            try await authority.revoke(token: body.token, from: call.address)
            return .done
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
                rights: rights?.map(Right.init(rawValue:)),
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
