/// Who may sign up.
package enum SignUpPolicy: String, CaseIterable, Hashable, Sendable {
    /// Everybody.
    case open
    /// Nobody but the first administrator, with the one-time token. A command still adds users.
    case closed
}
