import HTTPTypes
import RoostAuth
import RoostKit
import RoostStore

/// Who may do what, rooms and who is in them, and the log of such changes.
extension Routes {
    /// Adds the routes below `roles`, `grants`, `rooms` and `audit`.
    func addRights(to api: API) {
        api.administrator(.get, "roles") { _, _ in
            try .ok(GrantsReply(grants: try await authority.roleGrants().map(GrantDetails.init)))
        }
        api.administrator(.get, "users/:name/grants") { call, _ in
            let grants = try await authority.grants(ofUser: try call.part("name"))
            return try .ok(GrantsReply(grants: grants.map(GrantDetails.init)))
        }
        api.administrator(.post, "grants") { call, session in
            let body = try await call.body(
                GrantBody.self,
                holding: "text in 'holder', 'right' and 'resource', and seconds in 'expiresIn' if any"
            )
            let grant = try authority.grant(body.right, on: body.resource, for: body.expiresIn)
            try await authority.give(grant, to: try GrantHolder(text: body.holder), as: session)
            return .done
        }
        api.administrator(.delete, "grants") { call, session in
            let holder = try GrantHolder(text: call.query("holder") ?? "")
            let (right, resource) = (call.query("right") ?? "", call.query("resource") ?? "")
            let grant = try Grant(right: right, resource: resource)
            try await authority.take(grant, from: holder, as: session)
            return .done
        }
        api.administrator(.post, "rooms") { call, session in
            let body = try await call.body(
                RoomBody.self,
                holding: "text in 'name', and text in 'title' and true or false in 'private' if any"
            )
            let id = try await authority.addRoom(
                body.name,
                title: body.title,
                isPrivate: body.private ?? false,
                by: Origin(session)
            )
            return try .created(RoomReply(id: id.rawValue))
        }
        api.roomManager(.put, "rooms/:room/members/:name") { call, session, room in
            let body = try await call.body(RoomRoleBody.self, holding: "text in 'role'")
            let permit = try session.permit(.manage, on: room)
            try await authority.setRole(body.role, of: try call.part("name"), permit: permit, as: session)
            return .done
        }
        api.roomManager(.delete, "rooms/:room/members/:name") { call, session, room in
            let permit = try session.permit(.manage, on: room)
            try await authority.setRole(nil, of: try call.part("name"), permit: permit, as: session)
            return .done
        }
        api.administrator(.get, "audit") { call, _ in
            let entries = try await authority.audit(
                actor: call.query("actor"),
                target: call.query("target"),
                action: call.query("action"),
                limit: try call.limit(1...1_000, standard: 100)
            )
            return try .ok(AuditReply(entries: entries.map(AuditDetails.init)))
        }
    }
}

private struct GrantBody: Decodable, Sendable {
    let holder: String
    let right: String
    let resource: String
    let expiresIn: Int64?
}

private struct RoomBody: Decodable, Sendable {
    let name: String
    let title: String?
    let `private`: Bool?
}

private struct RoomReply: Encodable, Sendable {
    let id: String
}

private struct RoomRoleBody: Decodable, Sendable {
    let role: String
}

private struct GrantsReply: Encodable, Sendable {
    let grants: [GrantDetails]
}

private struct GrantDetails: Encodable, Sendable {
    let holder: String
    let right: String
    let resource: String
    let endsAt: String?

    init(_ owned: OwnedGrant) {
        holder = owned.holder
        right = owned.grant.right
        resource = owned.grant.resource
        endsAt = owned.grant.endsAt.map(WireTime.text)
    }
}

private struct AuditReply: Encodable, Sendable {
    let entries: [AuditDetails]
}

private struct AuditDetails: Encodable, Sendable {
    let at: String
    let actor: String?
    let session: String?
    let address: String?
    let action: String
    let target: String
    let details: String

    init(_ record: AuditRecord) {
        at = WireTime.text(of: record.at)
        actor = record.actor
        session = record.session
        address = record.address
        action = record.action
        target = record.target
        details = record.details
    }
}
