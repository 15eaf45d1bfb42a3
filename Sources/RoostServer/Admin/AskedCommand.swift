import Foundation

/// A command with who gave it, as it stands on the socket.
struct AskedCommand: Codable, Sendable {
    let command: Command
    /// The system's user, for the audit log.
    ///
    /// Nothing depends on it: whoever may use the socket may write the database as well.
    let systemUser: String?

    /// The command, given by whoever runs this process, or had it run by sudo.
    init(_ command: Command) {
        self.command = command
        let user = ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName()
        systemUser = user.isEmpty ? nil : String(user.prefix(64))
    }
}
