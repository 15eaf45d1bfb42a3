/// Who makes a change, and where from, as far as the audit log can tell.
package struct Origin: Hashable, Sendable {
    /// The user's name; `nil` for a command on the server's machine.
    package let user: String?
    /// The id of the session, which opens nothing.
    package let session: String?
    /// The network address.
    package let address: String?

    /// An origin from what is known of it.
    package init(user: String?, session: String? = nil, address: String? = nil) {
        self.user = user
        self.session = session
        self.address = address
    }

    /// Whether its session is among those in the store: that of a guest, who bears its id as a name, is not.
    var isStored: Bool { session != user }

    /// A command on the server's machine.
    package static let command = Origin(user: nil)
}
