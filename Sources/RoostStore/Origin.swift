/// Who makes a change, and where from, as far as the audit log can tell.
package struct Origin: Hashable, Sendable {
    /// The user's name; `nil` for a command on the server's machine.
    package let user: String?
    /// The id of the session, which opens nothing.
    package let session: String?
    /// The network address.
    package let address: String?
    /// The system's user who gave the command, where it is known and a command.
    private let systemUser: String?

    /// An origin from what is known of it.
    package init(user: String?, session: String? = nil, address: String? = nil) {
        self.user = user
        self.session = session
        self.address = address
        systemUser = nil
    }

    private init(systemUser: String?) {
        (user, session, address) = (nil, nil, nil)
        self.systemUser = systemUser
    }

    /// Whether its session is among those in the store: that of a guest, who bears its id as a name, is not.
    var isStored: Bool { session != user }

    /// Whether it is a module, in its own name or a user's: nobody else has a name without a session.
    var isModule: Bool { user != nil && session == nil }

    /// Who did it, as the audit log has it: a user, or `command:` and the system's user.
    var actor: String? { user ?? systemUser.map { "command:\($0)" } }

    /// A command on the server's machine, by whom `commanding(as:_:)` says.
    package static var command: Origin { Origin(systemUser: commander) }

    /// Does `work`, whose changes by a command are those of the system's user `systemUser`.
    package static func commanding<T>(as systemUser: String?, _ work: () async throws -> T) async rethrows
        -> T
    {
        try await $commander.withValue(systemUser, operation: work)
    }

    // A command is performed by code that does not ask who gave it, some layers below.
    @TaskLocal private static var commander: String?
}
