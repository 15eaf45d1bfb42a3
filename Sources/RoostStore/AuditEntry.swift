/// A row of the audit log: who did what to whom, when, from where.
package struct AuditEntry: Hashable, Sendable {
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    package let at: Int64
    /// Who, from where.
    package let origin: Origin
    /// What, such as `user.disable`.
    package let action: String
    /// To whom or what, such as `user:ada` or `room:den`.
    package let target: String
    /// What else there is to say, such as the new role; never a secret.
    package let details: String

    /// A row from its values.
    package init(at: Int64, origin: Origin, action: String, target: String, details: String = "") {
        self.at = at
        self.origin = origin
        self.action = action
        self.target = target
        self.details = details
    }
}
