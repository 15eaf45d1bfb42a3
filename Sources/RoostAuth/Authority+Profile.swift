internal import RoostKit
internal import RoostStore

extension Authority {
    /// All that an administrator sees of the user named `name`.
    package func profile(of name: String) async throws(AccountError) -> AccountProfile {
        let id = try Self.id(known: name)
        let sessions = try await sessions(ofUser: name)
        let tokens = try await tokens(ofUser: name)
        do {
            guard let user = try await store.users.find(id) else { throw AccountError.unknownUser }
            let secondFactor = try await store.secondFactors.find(of: id)
            return AccountProfile(
                account: Account(user),
                displayName: try await store.displayNames.find(of: id),
                createdAt: user.createdAt,
                lastUsedAt: sessions.map(\.lastUsedAt).max(),
                hasSecondFactor: secondFactor?.isConfirmed ?? false,
                sessionCount: sessions.count,
                tokenCount: tokens.count,
                rooms: try await store.roomRoles.list(of: id)
            )
        } catch {
            throw AccountError(error)
        }
    }
}
