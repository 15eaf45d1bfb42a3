internal import RoostKit

/// Who may write to whom.
struct Door: Sendable {
    let context: any ModuleContext
    let preferences: Preferences

    /// Checks that `writer` may begin to write to `user`.
    func checkBeginning(_ writer: UserID, with user: UserID) async throws {
        guard try await !preferences.areApart(writer, user) else { throw RequestError.notAccepted(user) }
        switch try await preferences.find(of: user).accepts {
        case .everyone: return
        case .shared:
            guard try await context.users.share(writer, user) else { throw RequestError.notAccepted(user) }
        case .nobody: throw RequestError.notAccepted(user)
        }
    }

    /// Checks that `writer` may write in the conversation of two with `user`, who `hasAgreed` to it by writing there.
    func checkGoingOn(_ writer: UserID, with user: UserID, hasAgreed: Bool) async throws {
        guard hasAgreed else { return try await checkBeginning(writer, with: user) }
        guard try await !preferences.areApart(writer, user) else { throw RequestError.notAccepted(user) }
    }
}
