internal import RoostStore

/// Who did what to whom, when, from where.
package struct AuditRecord: Hashable, Sendable {
    /// Its place in the log, which later ones have higher.
    package let number: Int64
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    package let at: Int64
    /// Who: a user, or `command:` and the system's user who gave a command; `nil` for a command of which that is not known.
    package let actor: String?
    /// The id of the session, which opens nothing.
    package let session: String?
    /// The network address.
    package let address: String?
    /// What, such as `user.disable`.
    package let action: String
    /// To whom or what, such as `user:ada` or `room:den`.
    package let target: String
    /// What else there is to say, such as the new role; never a secret.
    package let details: String

    init(number: Int64, _ entry: AuditEntry) {
        self.number = number
        at = entry.at
        actor = entry.origin.user
        session = entry.origin.session
        address = entry.origin.address
        action = entry.action
        target = entry.target
        details = entry.details
    }
}
