import RoostAuth
import RoostKit

/// The question who changed what: the latest changes that match what is given, the newest first.
package struct AuditQuery: Codable, Sendable {
    let actor: String?
    let target: String?
    let action: String?
    let before: Int64?
    let limit: Int

    /// A question for at most `limit` changes, up to 1000, of those with numbers below `before`.
    package init(
        actor: String? = nil,
        target: String? = nil,
        action: String? = nil,
        before: Int64? = nil,
        limit: Int
    ) {
        self.actor = actor
        self.target = target
        self.action = action
        self.before = before
        self.limit = limit
    }

    func perform(by authority: Authority) async throws -> [Record] {
        let entries = try await authority.audit(
            actor: actor,
            target: target,
            action: action,
            before: before,
            limit: limit
        )
        return try entries.map { try Record(AuditLine($0)) }
    }
}

private struct AuditLine: Encodable {
    let number: Int64
    let at: String
    let actor: String?
    let session: String?
    let address: String?
    let action: String
    let target: String
    let details: String

    init(_ entry: AuditRecord) {
        number = entry.number
        at = WireTime.text(of: entry.at)
        actor = entry.actor
        session = entry.session
        address = entry.address
        action = entry.action
        target = entry.target
        details = entry.details
    }
}
