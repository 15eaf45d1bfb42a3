/// What came of a change of rights.
package enum RightsChange: Hashable, Sendable {
    /// It is done; these sessions have other rights from now on.
    case done(sessions: [String])
    /// Nothing changed: there is no such user.
    case unknownUser
    /// Nothing changed: there is no such room.
    case unknownRoom
    /// Nothing changed: there was no such grant, or no role in the room.
    case unknownGrant
}
