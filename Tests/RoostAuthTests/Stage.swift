import RoostKit
import RoostStore
import RoostTestKit
import Synchronization

@testable import RoostAuth

/// An authority over a fresh database, with hashes that cost next to nothing and a clock that the test sets.
final class Stage: Sendable {
    let store: Store
    let hasher: PasswordHasher
    let authority: Authority
    let clock: Clock
    /// What modules hear.
    let facts = Facts()
    private let folder: TemporaryFolder

    final class Clock: Sendable {
        // 2026-01-01T00:00:00Z.
        private let time = Mutex<Int64>(1_767_225_600_000)

        func now() -> Int64 { time.withLock { $0 } }

        func advance(days: Int64) { advance(seconds: days * 86_400) }

        func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

        func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
    }

    final class Facts: Sendable {
        private let told = Mutex<[any ChatEvent]>([])

        func tell(_ fact: any ChatEvent) { told.withLock { $0.append(fact) } }

        func all<Fact: ChatEvent>(_ kind: Fact.Type) -> [Fact] {
            told.withLock { $0.compactMap { $0 as? Fact } }
        }
    }

    init(policy: SignUpPolicy = .open) async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        let clock = Clock()
        self.clock = clock
        authority = try await Authority.open(
            store: store,
            hasher: hasher,
            policy: policy,
            tell: facts.tell,
            now: { clock.now() }
        )
    }

    /// Another authority over the same database, as a second process would have it.
    func other(
        hasher: PasswordHasher? = nil,
        policy: SignUpPolicy = .open,
        guestsPerNetwork: Int? = nil
    ) async throws -> Authority {
        let clock = clock
        return try await Authority.open(
            store: store,
            hasher: hasher ?? self.hasher,
            policy: policy,
            guestsPerNetwork: guestsPerNetwork,
            now: { clock.now() }
        )
    }
}
