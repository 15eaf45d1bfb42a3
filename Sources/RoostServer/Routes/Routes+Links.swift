import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit

/// Invitations, and links that set a password.
extension Routes {
    /// Adds the routes below `invitations`, and `password-resets`.
    func addLinks(to api: RouterGroup<RoostRequestContext>) {
        api.post("invitations") { request, context in
            try await answer(.created) {
                let session = try await signIn(of: request, context)
                let body = try await body(
                    InvitationBody.self,
                    of: request,
                    holding: "numbers in 'uses' and 'expiresIn', and text in 'room' if any"
                )
                let (token, invitation) = try await authority.invite(
                    to: body.room.map(RoomID.init),
                    uses: body.uses,
                    lifetime: .seconds(body.expiresIn),
                    by: session
                )
                return NewInvitationReply(token: token, details: InvitationDetails(invitation))
            }
        }
        api.get("invitations") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                let invitations = try await authority.invitations(by: session)
                return InvitationsReply(invitations: invitations.map(InvitationDetails.init))
            }
        }
        api.delete("invitations/:id") { request, context -> Response in
            await done {
                let session = try await signIn(of: request, context)
                try await authority.revokeInvitation(try context.parameters.require("id"), by: session)
            }
        }
        api.post("invitations/take") { request, context in
            try await answer(.ok) {
                let session = try await signIn(of: request, context)
                let body = try await body(LinkBody.self, of: request, holding: "text in 'token'")
                return TakenReply(room: try await authority.takeInvitation(body.token, by: session).rawValue)
            }
        }
        api.post("password-resets") { request, _ -> Response in
            await done {
                let body = try await body(
                    ResetBody.self,
                    of: request,
                    holding: "text in 'token' and 'password'"
                )
                try await authority.resetPassword(with: body.token, to: body.password)
            }
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

/// An invitation as whoever made it sees it in a list.
private struct InvitationDetails: Encodable, Sendable {
    let id: String
    let room: String?
    let uses: Int64
    let used: Int64
    let expiresAt: String

    init(_ invitation: Invitation) {
        id = invitation.id
        room = invitation.room?.rawValue
        uses = invitation.uses
        used = invitation.used
        expiresAt = WireTime.text(of: invitation.expiresAt)
    }
}
