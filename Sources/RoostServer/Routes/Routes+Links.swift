import HTTPTypes
import RoostAuth
import RoostKit
import RoostModules
import RoostStore

/// Invitations, and links that set a password.
extension Routes {
    /// Adds the routes below `invitations`, and `password-resets`.
    func addLinks(to api: inout RouteTable) {
        api.signIn(.post, "invitations") { call, session in
            let body = try call.body(
                InvitationBody.self,
                holding: "numbers in 'uses' and 'expiresIn', and text in 'room' if any"
            )
            let room = body.room.map(RoomID.init)
            try session.require(.invite, on: room.map(Resource.room) ?? .server)
            _ = try await modules.review(InvitationProposal(asker: Asker(session), user: nil, room: room))
            let (token, invitation) = try await authority.invite(
                to: room,
                uses: body.uses,
                lifetime: .seconds(body.expiresIn),
                by: session
            )
            return try .created(NewInvitationReply(token: token, details: InvitationDetails(invitation)))
        }
        api.signIn(.get, "invitations") { _, session in
            let invitations = try await authority.invitations(by: session)
            return try .ok(InvitationsReply(invitations: invitations.map { InvitationDetails($0) }))
        }
        api.signIn(.delete, "invitations/:id") { call, session in
            try await authority.revokeInvitation(try call.part("id"), of: session.user, by: Origin(session))
            return .done
        }
        api.administrator(.get, "invitations/all") { _, _ in
            let invitations = try await authority.invitations()
            return try .ok(
                InvitationsReply(invitations: invitations.map { InvitationDetails($0, by: $0.user) })
            )
        }
        api.administrator(.delete, "invitations/all/:id") { call, session in
            try await authority.revokeInvitation(try call.part("id"), by: Origin(session))
            return .done
        }
        api.signIn(.post, "invitations/take") { call, session in
            let body = try call.body(LinkBody.self, holding: "text in 'token'")
            let room = try await authority.takeInvitation(body.token, by: session)
            return try .ok(TakenReply(room: room.rawValue))
        }
        api.everybody(.post, "password-resets") { call in
            let body = try call.body(ResetBody.self, holding: "text in 'token' and 'password'")
            try await authority.resetPassword(with: body.token, to: body.password, from: call.address)
            return .done
        }
    }
}

private struct InvitationBody: Decodable, Sendable {
    let room: String?
    let uses: Int64
    let expiresIn: Int
}

private struct LinkBody: Decodable, Sendable {
    let token: String
}

private struct ResetBody: Decodable, Sendable {
    let token: String
    let password: String
}

private struct NewInvitationReply: Encodable, Sendable {
    let token: String
    let details: InvitationDetails
}

private struct InvitationsReply: Encodable, Sendable {
    let invitations: [InvitationDetails]
}

private struct TakenReply: Encodable, Sendable {
    let room: String
}

/// An invitation as whoever made it sees it in a list, and administrators with the maker's name.
private struct InvitationDetails: Encodable, Sendable {
    let id: String
    let room: String?
    let uses: Int64
    let used: Int64
    let expiresAt: String
    let by: String?

    init(_ invitation: Invitation, by user: UserID? = nil) {
        id = invitation.id
        room = invitation.room?.rawValue
        uses = invitation.uses
        used = invitation.used
        expiresAt = WireTime.text(of: invitation.expiresAt)
        by = user?.rawValue
    }
}
