/// A named set of grants that a user has.
package struct Role: RawRepresentable, Hashable, Sendable {
    /// The name as it stands on the wire and in the database.
    package let rawValue: String

    /// The role named `rawValue`; one that is not known has no grants.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// May do everything.
    package static let admin = Role(rawValue: "admin")
    /// Keeps order in every public room.
    package static let moderator = Role(rawValue: "moderator")
    /// Whoever signs up.
    package static let member = Role(rawValue: "member")

    /// Whoever is connected without an account.
    package static let guest = Role(rawValue: "guest")

    /// The roles that a user can be given.
    package static let known: [Role] = [.admin, .moderator, .member]
}
