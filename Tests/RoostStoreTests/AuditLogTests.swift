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

    private func contents() async throws -> [[[SQLValue]]] {
        var tables: [[[SQLValue]]] = []
        for name in ["user", "session", "room", "room_role", "grant_rule", "retired_room"] {
            tables.append(try await store.read(Statement("SELECT * FROM \(name)")))
        }
        return tables
    }
}
