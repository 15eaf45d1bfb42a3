internal import RoostKit
package import RoostStore

extension Authority {
    /// Adds all of `users`, or none of them; with `isTrial` it only looks whether it could.
    /// - Throws: `ImportError` with what is wrong in each line, or what keeps the store from it.
    package func add(_ users: [ImportedUser], isTrial: Bool, by origin: Origin = .command) async throws {
        var problems: [Int: String] = [:]
        var rows: [(line: Int, user: StoredUser, displayName: String?)] = []
        for user in users {
            do {
                rows.append(try await row(of: user, isTrial: isTrial))
            } catch let error as any ClientFacingError {
                problems[user.line] = error.message
            }
        }
        let found = try await store.users.add(
            rows.map { ($0.user, $0.displayName) },
            isTrial: isTrial || !problems.isEmpty,
            by: origin
        )
        for index in found { problems[rows[index].line] = SignUpError.nameTaken.message }
        guard problems.isEmpty else { throw ImportError(problems: problems) }
    }

    /// Every user with what it takes to import them elsewhere, by name; the hashes are secrets.
    package func exported() async throws(StoreError) -> [ImportedUser] {
        try await store.users.listForExport().enumerated().map { index, row in
            ImportedUser(
                line: index + 2,
                name: row.user.id.rawValue,
                displayName: row.displayName,
                role: row.user.role,
                isDisabled: row.user.isDisabled,
                secret: .hash(row.user.password)
            )
        }
    }

    private func row(
        of user: ImportedUser,
        isTrial: Bool
    ) async throws -> (line: Int, user: StoredUser, displayName: String?) {
        let id: UserID
        do {
            id = try UserName.new(user.name)
        } catch {
            throw SignUpError.badName(error)
        }
        let role = Role(rawValue: user.role)
        guard Role.known.contains(role) else { throw SignUpError.unknownRole(role) }
        let displayName = try user.displayName.map { try DisplayName($0).text }
        let hash: String
        switch user.secret {
        case .hash(let text):
            guard let known = ForeignHash(text) else { throw AccountError.badHash }
            hash = known.text
        case .password(let password): hash = isTrial ? "" : try await hasher.hash(password)
        }
        let stored = StoredUser(
            id: id,
            role: role.rawValue,
            password: hash,
            createdAt: now(),
            isDisabled: user.isDisabled
        )
        return (user.line, stored, displayName)
    }
}
