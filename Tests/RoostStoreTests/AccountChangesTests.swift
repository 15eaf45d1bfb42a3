import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("AccountChanges: one transaction each")
struct AccountChangesTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let changes: AccountChanges
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")

    /// Ada is the administrator and Ben a member; both have the sessions 1 and 2.
    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        changes = AccountChanges(store: store, administrator: "admin", by: .command, at: 7)
        for (user, role) in [(ada, "admin"), (ben, "member")] {
            try await store.users.add(StoredUser(id: user, role: role, password: "old", createdAt: 1))
            for number in ["1", "2"] {
                let session = StoredSession(id: "\(user)\(number)", user: user, createdAt: 1, expiresAt: 9)
                _ = try await store.sessions.add(session, generation: 0)
            }
        }
    }

    private func sessions(of user: UserID) async throws -> [String] {
        try await store.sessions.list(of: user).map(\.id).sorted()
    }

    private func ended(_ change: AccountChange) -> [String]? {
        if case .done(let sessions) = change { sessions.sorted() } else { nil }
    }

    private func erasure(of user: UserID, removesMessages: Bool = false) -> UserErasure {
        UserErasure(user: user, standIn: UserID(rawValue: "deleted:x"), removesMessages: removesMessages)
    }

    @Test("a disabled user has no sessions and gets none, until enabled")
    func disables() async throws {
        #expect(ended(try await changes.disable(ben)) == ["ben1", "ben2"])
        #expect(try await sessions(of: ben).isEmpty)
        #expect(try await sessions(of: ada) == ["ada1", "ada2"])
        let user = try #require(try await store.users.find(ben))
        #expect(user.isDisabled)
        let session = StoredSession(id: "new", user: ben, createdAt: 2, expiresAt: 9)
        #expect(try await store.sessions.add(session, generation: user.generation) == nil)
        #expect(ended(try await changes.enable(ben)) == [])
        #expect(try await store.sessions.add(session, generation: user.generation) == [])
    }

    @Test("who was checked before a change gets no session after it")
    func generations() async throws {
        let before = try #require(try await store.users.find(ben))
        _ = try await changes.resetPassword("new", of: ben)
        let session = StoredSession(id: "late", user: ben, createdAt: 2, expiresAt: 9)
        #expect(try await store.sessions.add(session, generation: before.generation) == nil)
        _ = try await changes.disable(ben)
        _ = try await changes.enable(ben)
        #expect(try await store.sessions.add(session, generation: before.generation + 1) == nil)
        #expect(try await store.sessions.add(session, generation: before.generation + 2) == [])
    }

    @Test("a deleted user is gone with sessions and grants, and the name is nobody's again")
    func deletes() async throws {
        let grant = StoredGrant(right: "moderate", resource: "room:lobby")
        try await store.add(grant, to: ben)
        #expect(ended(try await changes.delete(erasure(of: ben))) == ["ben1", "ben2"])
        #expect(try await store.users.find(ben) == nil)
        #expect(try await store.grants.list(of: ben, role: "nobody").isEmpty)
        let another = StoredUser(id: ben, role: "member", password: "new", createdAt: 6)
        await #expect(throws: StoreError.duplicate(columns: "retired_name.name")) {
            try await store.users.add(another)
        }
        #expect(try await changes.delete(erasure(of: ben)) == .unknownUser)
    }

    @Test(
        "with the account goes the word to every module that keeps something, and the rooms forget who made them"
    )
    func erasures() async throws {
        try await store.migrate(
            module: "notes",
            [Migration("0001-note", sql: "CREATE TABLE notes_note (a TEXT) STRICT")]
        )
        try await store.add(
            StoredRoom(id: RoomID(rawValue: "den"), title: "Den", createdAt: 1, createdBy: ben)
        )
        #expect(ended(try await changes.delete(erasure(of: ben, removesMessages: true))) != nil)
        let waiting = try await store.erasures.list()
        #expect(waiting.map(\.module) == ["notes"])
        #expect(waiting.map(\.erasure) == [.user(erasure(of: ben, removesMessages: true))])
        #expect(try await store.rooms.find(RoomID(rawValue: "den"))?.createdBy == nil)
        try await store.erasures.end(.user(erasure(of: ben)), in: "notes", at: 8)
        #expect(try await store.erasures.list().isEmpty)
        #expect(
            try await store.audit.list(action: "user.erase", limit: 9).map(\.entry.target) == ["user:ben"]
        )
    }

    @Test("another role touches the sessions and ends none; the same one touches nothing")
    func roles() async throws {
        #expect(ended(try await changes.setRole("admin", of: ben)) == ["ben1", "ben2"])
        #expect(try await sessions(of: ben) == ["ben1", "ben2"])
        #expect(try await store.users.find(ben)?.role == "admin")
        #expect(ended(try await changes.setRole("admin", of: ben)) == [])
    }

    @Test(
        "whom another role takes out of private rooms belongs to them no more, and to conversations nobody by a role"
    )
    func memberships() async throws {
        let (den, talk) = (RoomID(rawValue: "den~unguessable0000"), RoomID(rawValue: "pm~~unguessable0000"))
        for room in [den, talk] { try await store.add(StoredRoom(id: room, title: "", createdAt: 1)) }
        _ = try await changes.setRole("admin", of: ben)
        #expect(try await store.memberships.add(ben, to: den, read: 0, at: 7))
        try await store.commit([Statement("INSERT INTO membership VALUES ('ben', '\(talk)', 1, 0)")])
        _ = try await changes.setRole("moderator", of: ada)
        _ = try await changes.setRole("admin", of: ada)
        _ = try await changes.setRole("member", of: ben)
        #expect(try await store.rooms.list(of: ben).isEmpty)
        #expect(try await store.memberships.add(ada, to: den, read: 0, at: 7))
        try await store.commit([Statement("INSERT INTO membership VALUES ('ada', '\(talk)', 1, 0)")])
        try await store.commit([Memberships.pruning(of: "ada", for: "*", at: 7)])
        #expect(try await store.rooms.list(of: ada).map(\.room.id) == [den])
    }

    @Test("a user's own change of the password spares the session that asks")
    func changesPassword() async throws {
        let change = try await changes.changePassword("new", of: ben, replacing: "old", by: "ben1")
        #expect(ended(change) == ["ben2"])
        #expect(try await store.users.find(ben)?.password == "new")
    }

    @Test(
        "a change of the password is outdated once the password or the session is another",
        arguments: [("other", "ben1"), ("old", "gone"), ("old", "ada1")]
    )
    func outdated(current: String, session: String) async throws {
        let change = try await changes.changePassword("new", of: ben, replacing: current, by: session)
        #expect(change == .outdated)
        #expect(try await store.users.find(ben)?.password == "old")
        #expect(try await sessions(of: ben) == ["ben1", "ben2"])
    }

    @Test("the last administrator who can sign in stays what they are")
    func lastAdministrator() async throws {
        #expect(try await changes.disable(ada) == .lastAdministrator)
        #expect(try await changes.delete(erasure(of: ada)) == .lastAdministrator)
        #expect(try await changes.setRole("member", of: ada) == .lastAdministrator)
        #expect(try await sessions(of: ada) == ["ada1", "ada2"])
        _ = try await changes.setRole("admin", of: ben)
        _ = try await changes.disable(ben)
        #expect(try await changes.delete(erasure(of: ada)) == .lastAdministrator)
        #expect(ended(try await changes.delete(erasure(of: ben))) == [])
        #expect(try await changes.disable(ada) == .lastAdministrator)
        // One who was disabled elsewhere, and brought here so, is nobody's last one.
        try await store.commit([Statement("UPDATE user SET disabled = 1 WHERE name = 'ada'")])
        #expect(ended(try await changes.delete(erasure(of: ada))) == ["ada1", "ada2"])
    }

    @Test("of two administrators who demote each other at once, one stays")
    func race() async throws {
        _ = try await changes.setRole("admin", of: ben)
        async let first = changes.setRole("member", of: ada)
        async let second = changes.setRole("member", of: ben)
        #expect(try await [first, second].filter { $0 == .lastAdministrator }.count == 1)
        #expect(try await store.users.list().filter { $0.role == "admin" }.count == 1)
    }

    @Test("nobody is changed who is not there")
    func unknown() async throws {
        let nobody = UserID(rawValue: "nobody")
        #expect(try await changes.disable(nobody) == .unknownUser)
        #expect(try await changes.enable(nobody) == .unknownUser)
        #expect(try await changes.setRole("member", of: nobody) == .unknownUser)
        #expect(try await changes.resetPassword("new", of: nobody) == .unknownUser)
    }
}
