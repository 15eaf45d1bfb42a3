package import RoostAuth

extension PasswordCost {
    /// Next to nothing, times `passes`.
    package static func cheap(passes: UInt32 = 1) -> PasswordCost {
        guard let cost = PasswordCost(memoryKiB: 8, passes: passes) else {
            preconditionFailure("a cost has 1 to 100 passes")
        }
        return cost
    }
}

extension Authority {
    /// Signs `name` up and in, with the password `correct horse`.
    package func enter(_ name: String) async throws -> (token: String, session: Session) {
        _ = try await addUser(name: name, password: "correct horse", role: .member)
        let token = try await signIn(name: name, password: "correct horse").token
        return (token, try await authenticate(token: token))
    }
}
