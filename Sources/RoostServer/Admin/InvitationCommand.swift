import RoostAuth
import RoostKit

/// A question about invitations, or a change of them.
package enum InvitationCommand: Codable, Sendable {
    /// Makes an invitation to a room or to the server, and tells its link, once.
    case create(room: String?, uses: Int64, seconds: Int64)
    /// Those that stand.
    case list
    /// Ends one; who took it stays.
    case revoke(id: String)

    func perform(at desk: Desk) async throws -> [Record] {
        switch self {
        case .create(let room, let uses, let seconds):
            let (token, invitation) = try await desk.authority.invite(
                to: room.map(RoomID.init),
                uses: uses,
                lifetime: .seconds(seconds)
            )
            return [try Record(InvitationRecord(invitation, link: desk.link("invite", token)))]
        case .list: return try await desk.authority.invitations().map { try Record(InvitationRecord($0)) }
        case .revoke(let id):
            try await desk.authority.revokeInvitation(id)
            return try Changed(action: "invitation.remove", target: id).records
        }
    }
}

private struct InvitationRecord: Encodable {
    let id: String
    let user: String?
    let room: String?
    let uses: Int64
    let used: Int64
    let expiresAt: String
    /// What a browser opens; told once.
    let link: String?

    init(_ invitation: Invitation, link: String? = nil) {
        id = invitation.id
        user = invitation.user?.rawValue
        room = invitation.room?.rawValue
        uses = invitation.uses
        used = invitation.used
        expiresAt = WireTime.text(of: invitation.expiresAt)
        self.link = link
    }
}
