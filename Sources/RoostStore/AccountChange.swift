/// What came of a change of an account.
package enum AccountChange: Hashable, Sendable {
    /// It is done; these sessions ended with it, or have other rights from now on.
    case done(sessions: [String])
    /// Nothing changed: there is no such user.
    case unknownUser
    /// Nothing changed: no administrator who can sign in would be left.
    case lastAdministrator
    /// Nothing changed: the password is no longer the one that was compared, or the asking session has ended.
    case outdated
}
