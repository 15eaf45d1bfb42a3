/// Who may sign up.
package enum SignUpPolicy: String, CaseIterable, Hashable, Sendable {
    /// Everybody.
    case open
    /// Whoever has an invitation to the server.
    case invite
    /// Nobody but the first administrator, with the one-time token. A command still adds users.
    case closed
}
