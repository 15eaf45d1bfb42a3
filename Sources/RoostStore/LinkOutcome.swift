/// What came of the use of a link.
package enum LinkOutcome: Hashable, Sendable {
    /// It is done; these sessions ended with it, or have other rights from now on.
    case done(sessions: [String])
    /// Nothing changed: the link is gone, revoked or used up.
    case ended
}
