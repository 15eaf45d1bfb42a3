import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("GroupCommit: one transaction for many")
struct GroupCommitTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func insertion(_ key: String) -> Statement {
        Statement("INSERT INTO setting (key, value) VALUES (?1, 1)", [.text(key)])
    }

    private func count(in store: Store) async throws -> [[SQLValue]] {
        try await store.read(Statement("SELECT count(*) FROM setting"))
    }

    /// What `commit` throws for `statements`, or `nil`.
    private func failure(of statements: [Statement], in store: Store) async -> StoreError? {
        do throws(StoreError) {
            try await store.commit(statements)
            return nil
        } catch {
            return error
        }
    }

    /// Holds the writer in a transaction while `body` runs, so that whatever `body` commits has to wait.
    ///
    /// `body` is handed the function that lets go.
    private func whileHeld<T: Sendable>(
        _ store: Store,
        _ body: (_ letGo: @Sendable () -> Void) async throws -> T
    ) async throws -> T {
        let started = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        async let held: Void = store.writer.commit { _ in
            started.continuation.finish()
            gate.wait()
        }
        for await _ in started.stream {}
        // Once more in any case, so that a body that throws does not leave the writer held.
        defer { gate.signal() }
        let result = try await body { gate.signal() }
        try await held
        return result
    }

    private func untilWaiting(_ count: Int, in store: Store) async {
        while store.writer.waitingCount < count { await Task.yield() }
    }

    @Test("what arrives while one transaction runs shares the next one")
    func groups() async throws {
        let store = try await folder.openStore()
        let before = store.writer.transactionCount
        try await whileHeld(store) { letGo in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask { try await store.commit([insertion("key-\(number)")]) }
                }
                await untilWaiting(100, in: store)
                letGo()
                try await group.waitForAll()
            }
        }
        #expect(store.writer.transactionCount - before == 2)
        #expect(try await count(in: store) == [[.integer(100)]])
    }

    @Test("one that fails takes back its own statements alone")
    func isolates() async throws {
        let store = try await folder.openStore()
        try await store.commit([insertion("taken")])
        try await whileHeld(store) { letGo in
            async let good = failure(of: [insertion("a"), insertion("b")], in: store)
            await untilWaiting(1, in: store)
            async let bad = failure(of: [insertion("c"), insertion("taken")], in: store)
            await untilWaiting(2, in: store)
            async let late = failure(of: [insertion("d")], in: store)
            await untilWaiting(3, in: store)
            letGo()
            #expect(await good == nil)
            #expect(await bad == .duplicate(columns: "setting.key"))
            #expect(await late == nil)
        }
        let keys = try await store.read(Statement("SELECT key FROM setting ORDER BY key"))
        #expect(keys == [[.text("a")], [.text("b")], [.text("d")], [.text("taken")]])
    }

    @Test("a commit that fails, fails everybody in it, and the next one works")
    func failsTogether() async throws {
        let store = try await folder.openStore()
        try await store.commit([
            Statement(
                """
                CREATE TABLE late (
                    owner TEXT REFERENCES user (name) DEFERRABLE INITIALLY DEFERRED
                ) STRICT
                """
            )
        ])
        try await whileHeld(store) { letGo in
            async let innocent = failure(of: [insertion("a")], in: store)
            await untilWaiting(1, in: store)
            async let guilty = failure(of: [Statement("INSERT INTO late VALUES ('nobody')")], in: store)
            await untilWaiting(2, in: store)
            letGo()
            #expect(await innocent != nil)
            #expect(await guilty != nil)
        }
        #expect(try await count(in: store) == [[.integer(0)]])
        try await store.commit([insertion("a")])
        #expect(try await count(in: store) == [[.integer(1)]])
    }

    @Test("past the bound of waiting works the next is told to retry")
    func bounds() async throws {
        let store = try await Store.open(
            folder: folder.data,
            migrations: TemporaryFolder.migrations,
            waitingLimit: 2
        )
        try await whileHeld(store) { letGo in
            async let first: Void = store.commit([insertion("a")])
            async let second: Void = store.commit([insertion("b")])
            await untilWaiting(2, in: store)
            await #expect(throws: StoreError.busy) { try await store.commit([insertion("c")]) }
            letGo()
            try await first
            try await second
        }
        try await store.commit([insertion("c")])
        #expect(try await count(in: store) == [[.integer(3)]])
    }

    @Test("works run in the order in which they came")
    func keepsOrder() async throws {
        let store = try await folder.openStore()
        try await whileHeld(store) { letGo in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...20 {
                    group.addTask { try await store.set(.integer(Int64(number)), for: "last") }
                    await untilWaiting(number, in: store)
                }
                letGo()
                try await group.waitForAll()
            }
        }
        #expect(try await store.setting("last") == .integer(20))
    }

    @Test("a transaction that a statement ends does not carry the next works outside of one")
    func survivesRollback() async throws {
        let store = try await folder.openStore()
        await #expect(throws: StoreError.self) {
            try await store.commit([insertion("a"), Statement("ROLLBACK")])
        }
        try await store.commit([insertion("b")])
        #expect(try await store.read(Statement("SELECT key FROM setting")) == [[.text("b")]])
    }

    @Test(
        "what shares a transaction that a statement ends is told that it failed, and nothing of it is there"
    )
    func rollbackOfOthers() async throws {
        let store = try await folder.openStore()
        let failures = try await whileHeld(store) { letGo in
            async let first = failure(of: [insertion("a"), Statement("ROLLBACK")], in: store)
            await untilWaiting(1, in: store)
            async let second = failure(of: [insertion("b")], in: store)
            await untilWaiting(2, in: store)
            letGo()
            return await [first, second]
        }
        #expect(failures.allSatisfy { $0 != nil })
        #expect(try await count(in: store) == [[.integer(0)]])
    }
}
