/// What an administrator asks for; as JSON on the socket of a running server.
///
/// Each performs in one place, whether a server runs or not: `perform(at:)`.
package enum Command: Codable, Sendable {
    case user(UserCommand)
    case session(SessionCommand)
    case room(RoomCommand)
    case rights(RightsCommand)
    case token(TokenCommand)
    case invitation(InvitationCommand)
    case audit(AuditQuery)
    case module(ModuleCommand)
    case request(ModuleQuestion)
    /// How the running server does.
    case glance

    /// What a command needs where no server runs.
    enum Need {
        /// A data folder that is there.
        case data
        /// A data folder, which is made where there is none.
        case newData
        /// A running server: without one the command is refused.
        case server
    }

    /// What it needs where no server runs.
    var need: Need {
        switch self {
        case .user(.add), .user(.import), .room(.create): .newData
        case .module, .request, .glance, .room(.ban), .room(.unban): .server
        default: .data
        }
    }

    /// Does it, and answers with what there is to say, one record each.
    func perform(at desk: Desk) async throws -> [Record] {
        switch self {
        case .user(let command): try await command.perform(at: desk)
        case .session(let command): try await command.perform(by: desk.authority)
        case .room(let command): try await command.perform(at: desk)
        case .rights(let command): try await command.perform(by: desk.authority)
        case .token(let command): try await command.perform(by: desk.authority)
        case .invitation(let command): try await command.perform(at: desk)
        case .audit(let query): try await query.perform(by: desk.authority)
        case .module(let command): try await command.perform(at: desk)
        case .request(let question): try await question.perform(at: desk)
        case .glance: [try Record(await ServerGlance(at: try desk.running(), try desk.modules()))]
        }
    }
}
