import HTTPTypes
import RoostAuth
import RoostKit
import RoostStore

/// Who may do what, and the log of what was changed.
extension Routes {
    /// Adds the routes below `roles`, `grants` and `audit`.
    func addRights(to api: inout RouteTable) {
        api.administrator(.get, "roles") { _, _ in
            try .ok(GrantsReply(grants: try await authority.roleGrants().map(GrantDetails.init)))
        }
        api.administrator(.get, "users/:name/grants") { call, _ in
            let grants = try await authority.grants(ofUser: try call.part("name"))
            return try .ok(GrantsReply(grants: grants.map(GrantDetails.init)))
        }
        api.administrator(.post, "grants") { call, session in
            let body = try call.body(
                GrantBody.self,
                holding: "text in 'holder', 'right' and 'resource', and seconds in 'expiresIn' if any"
            )
            let grant = try authority.grant(body.right, on: body.resource, for: body.expiresIn)
            try await authority.give(grant, to: try GrantHolder(text: body.holder), as: session)
            return .done
        }
        api.administrator(.delete, "grants") { call, session in
            let holder = try GrantHolder(text: try call.query("holder") ?? "")
            let (right, resource) = (try call.query("right") ?? "", try call.query("resource") ?? "")
            let grant = try Grant(right: right, resource: resource)
            try await authority.take(grant, from: holder, as: session)
            return .done
        }
        api.administrator(.get, "audit") { call, _ in
            let page = try await call.page { limit in
                try await authority.audit(
                    actor: try call.query("actor"),
                    target: try call.query("target"),
                    action: try call.query("action"),
                    before: try call.number("before"),
                    limit: limit
                )
            }
            return try .ok(AuditReply(entries: page.entries.map(AuditDetails.init), more: page.more))
        }
    }
}

private struct GrantBody: Decodable, Sendable {
    let holder: String
    let right: String
    let resource: String
    let expiresIn: Int64?
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
    let more: Bool
}

private struct AuditDetails: Encodable, Sendable {
    let number: Int64
    let at: String
    let actor: String?
    let session: String?
    let address: String?
    let action: String
    let target: String
    let details: String

    init(_ record: AuditRecord) {
        number = record.number
        at = WireTime.text(of: record.at)
        actor = record.actor
        session = record.session
        address = record.address
        action = record.action
        target = record.target
        details = record.details
    }
}
