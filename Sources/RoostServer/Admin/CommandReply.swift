import RoostAuth
import RoostModules

/// What the server answers to a command on its socket.
enum CommandReply: Codable, Sendable {
    /// It is done, and this is what there is to say.
    case done([Record])
    /// It was refused, and nothing changed.
    case refused(CommandError)

    /// What came of `command` at `desk`.
    init(to command: Command, at desk: Desk) async {
        do {
            self = .done(try await command.perform(at: desk))
        } catch {
            self = .refused(CommandError(error))
        }
    }

    /// What there is to say.
    /// - Throws: `CommandError` where it was refused.
    func records() throws(CommandError) -> [Record] {
        switch self {
        case .done(let records): return records
        case .refused(let error): throw error
        }
    }
}
