package import RoostAuth
import RoostKit

/// A question about who may do what, or a change of that.
package enum RightsCommand: Codable, Sendable {
    /// What one role may do, or each.
    case roles(only: String?)
    /// What one user was granted, by name or by a role.
    case ofUser(String)
    /// Whether a user may do something, and why.
    case explain(user: String, right: String, resource: String)
    /// Gives a grant.
    case give(right: String, resource: String, endsAt: Int64?, to: GrantHolder)
    /// Takes a grant.
    case take(right: String, resource: String, from: GrantHolder)

    func perform(by authority: Authority) async throws -> [Record] {
        switch self {
        case .roles(let role):
            let subject = try role.map { try GrantHolder(roleNamed: $0).subject() }
            return try await authority.roleGrants().filter { subject == nil || $0.holder == subject }
                .map { try Record(GrantRecord($0)) }
        case .ofUser(let name):
            return try await authority.grants(ofUser: name).map { try Record(GrantRecord($0)) }
        case .explain(let name, let right, let resource):
            let explanation = try await authority.explain(name, right: right, on: resource)
            return [try Record(ExplanationRecord(explanation))]
        case .give(let right, let resource, let endsAt, let holder):
            let grant = try Grant(right: right, resource: resource, endsAt: endsAt)
            let count = try await authority.give(grant, to: holder)
            return try Changed(action: "grant.add", target: try holder.subject(), sessions: count).records
        case .take(let right, let resource, let holder):
            let grant = try Grant(right: right, resource: resource)
            let count = try await authority.take(grant, from: holder)
            return try Changed(action: "grant.remove", target: try holder.subject(), sessions: count).records
        }
    }
}

private struct GrantRecord: Encodable {
    let holder: String
    let right: String
    let resource: String
    let endsAt: String?

    init(_ held: OwnedGrant) {
        holder = held.holder
        right = held.grant.right
        resource = held.grant.resource
        endsAt = held.grant.endsAt.map { WireTime.text(of: $0) }
    }
}

private struct ExplanationRecord: Encodable {
    let allowed: Bool
    let disabled: Bool
    let grants: [GrantRecord]

    init(_ explanation: Explanation) {
        allowed = explanation.isAllowed
        disabled = explanation.isDisabled
        grants = explanation.grants.map(GrantRecord.init)
    }
}
