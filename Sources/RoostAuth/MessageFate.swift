/// What becomes of a user's messages when their account is deleted.
package enum MessageFate: String, Codable, CaseIterable, Sendable {
    /// They stay, and are a deleted user's, whose name nobody is told.
    case keep
    /// They go, wherever modules keep them.
    case remove
}
