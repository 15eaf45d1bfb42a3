import RoostStore
import RoostTestKit
import Synchronization
import Testing

@testable import RoostAuth

/// An authority over a fresh database, with hashes that cost next to nothing and a clock that the test sets.
final class Stage: Sendable {
    let store: Store
    let hasher: PasswordHasher
    let authority: Authority
    let clock: Clock
    private let folder: TemporaryFolder

    final class Clock: Sendable {
        // 2026-01-01T00:00:00Z.
        private let time = Mutex<Int64>(1_767_225_600_000)

        func now() -> Int64 { time.withLock { $0 } }

        func advance(days: Int64) { time.withLock { $0 += days * 86_400_000 } }
    }

    init(policy: SignUpPolicy = .open) async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        hasher = PasswordHasher(cost: try Self.cheap(), threadCount: 1)
        let clock = Clock()
        self.clock = clock
        authority = try await Authority.open(
            store: store,
            hasher: hasher,
            policy: policy,
            now: { clock.now() }
        )
    }

    static func cheap(passes: UInt32 = 1) throws -> PasswordCost {
        try #require(PasswordCost(memoryKiB: 8, passes: passes))
    }

    /// Another authority over the same database, as a second process would have it.
    func other(hasher: PasswordHasher? = nil, policy: SignUpPolicy = .open) async throws -> Authority {
        let clock = clock
        return try await Authority.open(
            store: store,
            hasher: hasher ?? self.hasher,
            policy: policy,
            now: { clock.now() }
        )
    }

    /// Signs Ada up and in.
    func adaSession() async throws -> (token: String, session: Session) {
        _ = try await authority.signUp(name: "ada", password: "correct horse")
        let token = try await authority.signIn(name: "ada", password: "correct horse").token
        return (token, try await authority.authenticate(token: token))
    }
}
