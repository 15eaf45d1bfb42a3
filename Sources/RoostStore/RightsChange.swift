/// What came of a change of rights.
package enum RightsChange: Hashable, Sendable {
    /// It is done; these sessions have other rights from now on.
    ///
    /// Where `isGain` says so they can do what they could, and more.
    case done(sessions: [String], isGain: Bool = false)
    /// Nothing changed: there is no such user.
    case unknownUser
    /// Nothing changed: there is no such room.
    case unknownRoom
    /// Nothing changed: there was no such grant, or no role in the room.
    case unknownGrant
    /// Nothing changed: the room would have no owner who can sign in.
    case lastOwner
    /// Nothing changed: the session that asks has ended.
    case outdated
}
