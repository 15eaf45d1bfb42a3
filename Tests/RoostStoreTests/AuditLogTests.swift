import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("AuditLog: part of each change")
struct AuditLogTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")
    private let den = RoomID(rawValue: "den")

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        for (user, role) in [(ada, "admin"), (ben, "member")] {
            try await store.users.add(StoredUser(id: user, role: role, password: "old", createdAt: 1))
            let session = StoredSession(id: "\(user)1", user: user, createdAt: 1, expiresAt: 9)
            _ = try await store.sessions.add(session, generation: 0)
        }
    }

    @Test("nothing is changed that the log cannot have")
    func unlogged() async throws {
        let accounts = AccountChanges(store: store, administrator: "admin", by: .command, at: 7)
        let rights = RightsChanges(store: store, by: .command, at: 7)
        let room = StoredRoom(id: den, title: "Den", topic: "", createdAt: 1, createdBy: nil)
        _ = try await rights.add(room)
        let other = StoredRoom(
            id: RoomID(rawValue: "attic"),
            title: "Attic",
            topic: "",
            createdAt: 1,
            createdBy: nil
        )
        let grant = StoredGrant(right: "moderate", resource: "room:den")
        let erasure = UserErasure(user: ben, standIn: UserID(rawValue: "deleted:x"), removesMessages: true)
        let changes: [() async throws -> Void] = [
            { _ = try await accounts.disable(ben) },
            { _ = try await accounts.setRole("admin", of: ben) },
            { _ = try await accounts.resetPassword("new", of: ben) },
            { _ = try await accounts.endSessions(of: ben, only: nil) },
            { _ = try await accounts.delete(erasure) },
            { _ = try await rights.setRole("owner", of: ben, in: den) },
            { _ = try await rights.add(grant, to: "user:ben") },
            { _ = try await rights.add(other) },
            { _ = try await rights.update(den, .archived(true)) },
            { _ = try await rights.remove(den) },
        ]
        try await store.commit([
            Statement("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        ])
        let before = try await contents()
        for (number, change) in changes.enumerated() {
            await #expect(throws: StoreError.self, "\(number)") { try await change() }
            #expect(try await contents() == before, "\(number)")
        }
    }

    @Test("old entries go in pieces, the oldest first, and nothing else does")
    func retention() async throws {
        try await store.commit([Statement("DELETE FROM audit")])
        try await store.commit(
            (1...1_200).map { number in
                AuditLog.insertion(
                    of: AuditEntry(at: number, origin: .command, action: "user.add", target: "\(number)")
                )
            }
        )
        func rest() async throws -> [Int64] {
            try await store.audit.list(limit: 2_000).reversed().map(\.entry.at)
        }
        #expect(try await store.audit.removeOldest(before: 1_001))
        #expect(try await rest() == Array(501...1_200))
        #expect(try await store.audit.removeOldest(before: 1_001))
        #expect(try await rest() == Array(1_001...1_200))
        #expect(try await !store.audit.removeOldest(before: 1_001))
        #expect(try await rest() == Array(1_001...1_200))
        // The newest one stays, whose number would be given again.
        while try await store.audit.removeOldest(before: 9_999) {}
        #expect(try await rest() == [1_200])
    }

    @Test("an entry from while the clock was ahead stays among older ones that go")
    func clock() async throws {
        try await store.commit([Statement("DELETE FROM audit")])
        try await store.commit(
            [1, 900, 2, 901].map { time in
                AuditLog.insertion(
                    of: AuditEntry(at: time, origin: .command, action: "user.add", target: "\(time)")
                )
            }
        )
        #expect(try await store.audit.removeOldest(before: 100))
        #expect(try await store.audit.list(limit: 9).map(\.entry.at) == [901, 900])
    }

    @Test("the latest of what one did, or of one kind, is found by an index that has it in its order")
    func plans() async throws {
        for (actor, action) in [("ada", nil), (nil, "user.role")] {
            let query = AuditLog.page(actor: actor, target: nil, action: action, before: nil, limit: 9)
            let plan = try await store.read(Statement("EXPLAIN QUERY PLAN \(query.sql)", query.values))
            let name = actor == nil ? "action" : "actor"
            #expect(
                plan.compactMap(\.last) == [
                    .text("SEARCH audit USING INDEX audit_by_\(name) (\(name)=? AND id<?)")
                ]
            )
        }
    }

    private func contents() async throws -> [[[SQLValue]]] {
        var tables: [[[SQLValue]]] = []
        for name in ["user", "session", "room", "room_role", "grant_rule", "retired_room"] {
            tables.append(try await store.read(Statement("SELECT * FROM \(name)")))
        }
        return tables
    }
}
