import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("RightsChanges: one transaction each")
struct RightsChangesTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let changes: RightsChanges
    private let ada = UserID(rawValue: "ada")
    private let den = RoomID(rawValue: "den~unguessable0000")

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        changes = RightsChanges(store: store, by: .command, at: 7)
        try await store.users.add(StoredUser(id: ada, role: "member", password: "old", createdAt: 1))
        let room = StoredRoom(id: den, title: "Den", topic: "", createdAt: 1, createdBy: nil)
        _ = try await changes.add(room)
        let session = StoredSession(id: "a", user: ada, createdAt: 1, expiresAt: 9)
        _ = try await store.sessions.add(session, generation: 0)
    }

    private func entries() async throws -> [AuditEntry] { try await store.audit.list(limit: 10).map(\.entry) }

    @Test("a change finds the sessions of its user, of all with a role, and of all with one in a room")
    func sessions() async throws {
        let grant = StoredGrant(right: "moderate", resource: "room:lobby")
        #expect(try await changes.add(grant, to: "user:ada") == .done(sessions: ["a"]))
        #expect(try await changes.add(grant, to: "user:ben") == .unknownUser)
        #expect(try await changes.add(grant, to: "role:member") == .done(sessions: ["a"]))
        #expect(try await changes.add(grant, to: "role:moderator") == .done(sessions: []))
        let ofRooms = StoredGrant(right: "moderate", resource: "room")
        #expect(try await changes.add(ofRooms, to: "room-role:member") == .done(sessions: []))
        _ = try await changes.setRole("member", of: ada, in: den)
        #expect(try await changes.remove(ofRooms, from: "room-role:member") == .done(sessions: ["a"]))
    }

    @Test("a room is not touched by who was cut meanwhile")
    func cut() async throws {
        let gone = RightsChanges(store: store, by: Origin(user: "ada", session: "ended"), at: 8)
        let room = StoredRoom(id: RoomID(rawValue: "new"), title: "New", createdAt: 8, createdBy: ada)
        await #expect(throws: StoreError.outdated) { try await gone.add(room) }
        await #expect(throws: StoreError.outdated) { try await gone.update(den, .archived(true)) }
        await #expect(throws: StoreError.outdated) { try await gone.remove(den) }
        #expect(try await store.rooms.find(room.id) == nil)
        #expect(try await store.rooms.find(den)?.archivedAt == nil)
        let there = RightsChanges(store: store, by: Origin(user: "ada", session: "a"), at: 8)
        #expect(try await there.remove(den))
    }

    @Test("the last owner who can sign in stays one, until there is another")
    func lastOwner() async throws {
        let ben = UserID(rawValue: "ben")
        try await store.users.add(StoredUser(id: ben, role: "member", password: "old", createdAt: 1))
        _ = try await changes.setRole("owner", of: ada, in: den)
        #expect(try await changes.setRole(nil, of: ada, in: den) == .lastOwner)
        #expect(try await changes.setRole("member", of: ada, in: den) == .lastOwner)
        _ = try await changes.setRole("owner", of: ben, in: den)
        try await store.commit([Statement("UPDATE user SET disabled = 1 WHERE name = 'ben'")])
        #expect(try await changes.setRole(nil, of: ada, in: den) == .lastOwner)
        try await store.commit([Statement("UPDATE user SET disabled = 0 WHERE name = 'ben'")])
        #expect(try await changes.setRole("member", of: ada, in: den) == .done(sessions: ["a"]))
        #expect(try await changes.setRole(nil, of: ben, in: den) == .lastOwner)
    }

    @Test("a right in a room that is not there is given to nobody")
    func noRoom() async throws {
        let grant = StoredGrant(right: "moderate", resource: "room:nowhere")
        for holder in ["user:ada", "role:member"] {
            #expect(try await changes.add(grant, to: holder) == .unknownRoom)
        }
        #expect(
            try await store.grants.list(of: ada, role: "member").allSatisfy { $0.resource != grant.resource }
        )
    }

    @Test("who has no right in a private room any more belongs to it no more; in public ones they stay")
    func memberships() async throws {
        let lobby = RoomID(rawValue: "lobby")
        let grants = ["join", "read"].map { StoredGrant(right: $0, resource: "room:\(den)") }
        for grant in grants { _ = try await changes.add(grant, to: "user:ada") }
        for room in [den, lobby] { _ = try await store.memberships.add(ada, to: room, read: 0, at: 8) }
        _ = try await changes.remove(grants[0], from: "user:ada")
        #expect(try await store.memberships.read(by: ada, in: den) == 0)
        _ = try await changes.remove(grants[1], from: "user:ada")
        #expect(try await store.memberships.read(by: ada, in: den) == nil)
        #expect(try await store.memberships.read(by: ada, in: lobby) == 0)
    }

    @Test("who had a right in a private room until now belongs to it no more; who has another one does")
    func ended() async throws {
        let lobby = RoomID(rawValue: "lobby")
        let ben = UserID(rawValue: "ben")
        try await store.users.add(StoredUser(id: ben, role: "helper", password: "old", createdAt: 1))
        let rights = [("read", 9), ("send", 10)].map { right, end in
            StoredGrant(right: right, resource: "room:\(den)", endsAt: end)
        }
        for right in rights { _ = try await changes.add(right, to: "user:ada") }
        _ = try await changes.add(StoredGrant(right: "*", resource: "*", endsAt: 10), to: "role:helper")
        for user in [ada, ben] {
            for room in [den, lobby] { _ = try await store.memberships.add(user, to: room, read: 0, at: 8) }
        }
        let before = try await entries()
        func members(of room: RoomID, at time: Int64) async throws -> [UserID] {
            #expect(try await !RightsChanges(store: store, by: .command, at: time).removeEnded())
            return try await store.memberships.list(in: room, after: nil, limit: 9).map(\.user)
        }
        #expect(try await members(of: den, at: 8) == [ada, ben])
        #expect(try await members(of: den, at: 9) == [ada, ben])
        #expect(try await members(of: den, at: 10) == [])
        #expect(try await members(of: lobby, at: 10) == [ada, ben])
        #expect(try await store.rooms.list(of: ada).map(\.room.id) == [lobby])
        #expect(try await store.grants.list(of: ada, role: "helper").isEmpty)
        #expect(try await entries() == before)
    }

    @Test("many rights that end together go in pieces; one that was prolonged meanwhile stays")
    func manyEnded() async throws {
        for number in 0..<150 {
            try await store.add(
                StoredGrant(right: "board.r\(number)", resource: "room:lobby", endsAt: 5),
                to: ada
            )
        }
        try await store.add(StoredGrant(right: "board.r0", resource: "room:lobby", endsAt: 50), to: ada)
        #expect(try await changes.removeEnded())
        #expect(try await store.grants.list(of: ada, role: "none").count == 50)
        #expect(try await !changes.removeEnded())
        #expect(try await store.grants.list(of: ada, role: "none").map(\.endsAt) == [50])
        // Found when it had ended, and prolonged before it was removed.
        let found = HeldGrant(
            subject: "user:ada",
            grant: StoredGrant(right: "board.r0", resource: "room:lobby", endsAt: 5)
        )
        try await store.commit([Grants.deletion(of: found, endedBy: 7)])
        #expect(try await store.grants.list(of: ada, role: "none").map(\.endsAt) == [50])
    }

    @Test("a right that has ended keeps nobody in a private room when another one is taken")
    func endedBefore() async throws {
        let grants = [("join", nil), ("read", 6)].map { right, end in
            StoredGrant(right: right, resource: "room:\(den)", endsAt: end)
        }
        for grant in grants { _ = try await changes.add(grant, to: "user:ada") }
        _ = try await store.memberships.add(ada, to: den, read: 0, at: 5)
        _ = try await changes.remove(grants[0], from: "user:ada")
        #expect(try await store.memberships.read(by: ada, in: den) == nil)
    }

    @Test("nothing is looked for row by row while others wait to write")
    func plans() async throws {
        let subjects = ["user:ada", "role:member", "room-role:member"]
        var queries = try subjects.map { try #require(RightsChanges.sessions(of: $0)) }
        queries += [
            Grants.listing("role:"), PersonalTokens.listing(of: ada), Links.listing(by: ada),
            Users.page(after: "ada", containing: nil, limit: 9),
            RoomRoles.page(in: den, after: "ada", limit: 9),
            AuditLog.page(actor: nil, target: "user:ada", action: "role", before: 9, limit: 9),
            AuditLog.page(actor: "ada", target: nil, action: nil, before: 9, limit: 9),
            AuditLog.page(actor: nil, target: nil, action: "user.role", before: nil, limit: 9),
            Memberships.pruning(of: "ada", for: "*", at: 7),
            Memberships.pruning(of: nil, for: "room:den~1", at: 7), Grants.listing(endedBy: 7, limit: 9),
            Sessions.listing(expiredBefore: 7, limit: 9),
        ]
        for query in queries {
            let plan = try await store.read(Statement("EXPLAIN QUERY PLAN \(query.sql)", query.values))
            #expect(!plan.isEmpty)
            for case .text(let step) in plan.compactMap(\.last) {
                #expect(!step.hasPrefix("SCAN"), "\(query.sql)")
            }
        }
    }

    @Test("who asks from a session that has ended changes nothing; a guest's is in no store")
    func standing() async throws {
        func changes(_ session: String, of user: String) -> (RightsChanges, AccountChanges) {
            let origin = Origin(user: user, session: session)
            return (
                RightsChanges(store: store, by: origin, at: 7),
                AccountChanges(store: store, administrator: "admin", by: origin, at: 7)
            )
        }
        let grant = StoredGrant(right: "moderate", resource: "room:lobby")
        let before = try await entries()
        let (rights, accounts) = changes("gone", of: "ada")
        #expect(try await rights.add(grant, to: "user:ada") == .outdated)
        #expect(try await rights.remove(grant, from: "user:ada") == .outdated)
        #expect(try await rights.setRole("member", of: ada, in: den) == .outdated)
        #expect(try await accounts.disable(ada) == .outdated)
        #expect(try await entries() == before)
        #expect(try await changes("a", of: "ada").0.add(grant, to: "user:ada") == .done(sessions: ["a"]))
        let guest = changes("~gina", of: "~gina").0
        #expect(try await guest.setRole("member", of: ada, in: den) == .done(sessions: ["a"], isGain: true))
    }

    @Test("who is taken out of a private room meanwhile belongs to it no more, however late they join")
    func lateMembership() async throws {
        _ = try await changes.setRole("member", of: ada, in: den)
        _ = try await changes.setRole(nil, of: ada, in: den, isLeaving: true)
        #expect(try await store.memberships.add(ada, to: den, read: 0, at: 8))
        #expect(try await store.memberships.read(by: ada, in: den) == nil)
        let lobby = RoomID(rawValue: "lobby")
        #expect(try await store.memberships.add(ada, to: lobby, read: 0, at: 8))
        #expect(try await store.memberships.read(by: ada, in: lobby) == 0)
        try await store.add(StoredGrant(right: "join", resource: "room:\(den)", endsAt: 8), to: ada)
        _ = try await store.memberships.add(ada, to: den, read: 3, at: 8)
        #expect(try await store.memberships.read(by: ada, in: den) == nil)
        _ = try await store.memberships.add(ada, to: den, read: 3, at: 7)
        #expect(try await store.memberships.read(by: ada, in: den) == 3)
    }

    @Test("who is taken out of a private room leaves it; who has lost a role in an open one stays")
    func leaving() async throws {
        let lobby = RoomID(rawValue: "lobby")
        for room in [den, lobby] {
            _ = try await changes.setRole("moderator", of: ada, in: room)
            _ = try await store.memberships.add(ada, to: room, read: 0, at: 8)
        }
        _ = try await changes.setRole(nil, of: ada, in: den, isLeaving: true)
        _ = try await changes.setRole(nil, of: ada, in: lobby)
        #expect(try await store.rooms.list(of: ada).map(\.room.id) == [lobby])
    }

    @Test("an invitation takes no role away")
    func invited() async throws {
        _ = try await changes.setRole("owner", of: ada, in: den)
        #expect(try await changes.setRole("member", of: ada, in: den, isFirst: true) == .done(sessions: []))
        #expect(try await store.roomRoles.find(of: ada, in: den) == "owner")
    }

    @Test("each change of a room has a number of its own, and an archive the time of its beginning")
    func revisions() async throws {
        var revision: Int64 = 0
        for (time, change) in [
            (7, .archived(true)), (8, .archived(true)), (9, .details(title: "D", topic: nil)),
        ]
            as [(Int64, RoomChange)]
        {
            let later = RightsChanges(store: store, by: .command, at: time)
            let new = try #require(try await later.update(den, change)).new
            #expect(new.revision == revision + 1 && new.archivedAt == 7)
            revision = new.revision
        }
    }

    @Test("a user makes two hundred rooms, and is in five hundred at most")
    func bounds() async throws {
        func numbers(_ count: Int) -> String {
            "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(count))"
        }
        func add(_ name: String, by creator: UserID?) async throws -> Bool {
            try await changes.add(
                StoredRoom(id: RoomID(rawValue: name), title: name, createdAt: 1, createdBy: creator)
            )
        }
        try await store.commit([
            Statement(
                "INSERT INTO room (id, title, created_at, created_by) \(numbers(199)) SELECT 'a' || n, '', 1, 'ada' FROM number"
            ),
            Statement(
                "INSERT INTO room (id, title, created_at) \(numbers(499)) SELECT 'b' || n, '', 1 FROM number"
            ),
            Statement("INSERT INTO membership \(numbers(499)) SELECT 'ada', 'b' || n, 1, 0 FROM number"),
        ])
        #expect(try await add("last", by: ada))
        #expect(try await !add("more", by: ada))
        #expect(try await add("more", by: nil))
        #expect(try await store.memberships.add(ada, to: RoomID(rawValue: "last"), read: 0, at: 1))
        #expect(try await !store.memberships.add(ada, to: RoomID(rawValue: "more"), read: 0, at: 1))
    }

    @Test("to take part in one conversation is not to be in a room together")
    func sharing() async throws {
        let (ben, talk) = (UserID(rawValue: "ben"), RoomID(rawValue: "pm~~unguessable0000"))
        try await store.users.add(StoredUser(id: ben, role: "member", password: "old", createdAt: 1))
        _ = try await changes.add(
            StoredRoom(id: talk, title: "Talk", createdAt: 1),
            members: [ada: "member", ben: "member"]
        )
        for user in [ada, ben] { _ = try await store.memberships.add(user, to: talk, read: 0, at: 8) }
        #expect(try await store.memberships.list(in: talk, after: nil, limit: 9).count == 2)
        #expect(try await !store.memberships.share(ada, ben))
        let lobby = RoomID(rawValue: "lobby")
        for user in [ada, ben] { _ = try await store.memberships.add(user, to: lobby, read: 0, at: 8) }
        #expect(try await store.memberships.share(ada, ben))
    }

    @Test(
        "whoever may do everything belongs to private rooms without a role, but not to those for participants"
    )
    func everything() async throws {
        try await store.add(StoredGrant(right: "*", resource: "*"), to: ada)
        let talk = RoomID(rawValue: "pm~~unguessable0000")
        _ = try await changes.add(
            StoredRoom(id: talk, title: "Talk", topic: "", createdAt: 1, createdBy: nil)
        )
        for room in [den, talk] { _ = try await store.memberships.add(ada, to: room, read: 0, at: 8) }
        #expect(try await store.memberships.read(by: ada, in: den) == 0)
        #expect(try await store.memberships.read(by: ada, in: talk) == nil)
    }

    @Test("the log says who has which role in a new room, and which roles a module's right is for")
    func log() async throws {
        let garden = StoredRoom(
            id: RoomID(rawValue: "garden"),
            title: "Garden",
            topic: "",
            createdAt: 1,
            createdBy: nil
        )
        _ = try await changes.add(garden, members: [ada: "moderator"])
        #expect(try await entries().first?.details == "user:ada moderator")
        let right = ModuleRight.server("chess.play", "Plays.", roles: ["member"])
        #expect(try await store.moduleRights.add(right, by: Origin(user: "module:chess"), at: 7))
        let entry = try #require(try await entries().first)
        #expect(entry.origin.user == "module:chess" && entry.action == "grant.add")
        #expect(entry.target == "role:member" && entry.details == "chess.play on server")
        let watch = ModuleRight.room("chess.watch", "Watches.", roles: ["member"], roomRoles: ["member"])
        #expect(try await store.moduleRights.add(watch, by: Origin(user: "module:chess"), at: 7))
        #expect(
            try await entries().prefix(2).map(\.details) == ["chess.watch on room", "chess.watch on room:*"]
        )
        // What an operator has taken since does not come again with the next start.
        let play = StoredGrant(right: "chess.play", resource: "server")
        _ = try await changes.remove(play, from: "role:member")
        #expect(try await !store.moduleRights.add(right, by: Origin(user: "module:chess"), at: 8))
        #expect(try await store.grants.list(ofSubject: "role:member").contains(play) == false)
    }

    @Test("the log does not say who talks with whom, but whom an operator lets listen")
    func participants() async throws {
        let talk = StoredRoom(id: RoomID(rawValue: "pm~~unguessable0000"), title: "Talk", createdAt: 1)
        let before = try await entries()
        for name in ["module:privatemessages", "ada"] {
            let module = RightsChanges(store: store, by: Origin(user: name), at: 7)
            if name != "ada" { _ = try await module.add(talk, members: [ada: "member"]) }
            _ = try await module.setRole("moderator", of: ada, in: talk.id)
            _ = try await module.setRole(nil, of: ada, in: talk.id)
        }
        #expect(try await entries() == before)
        _ = try await changes.setRole("member", of: ada, in: talk.id)
        #expect(try await entries().first?.details == "user:ada member")
    }

    @Test("a deleted room takes with it what people might do there, and its id")
    func deletion() async throws {
        _ = try await changes.setRole("member", of: ada, in: den)
        _ = try await store.memberships.add(ada, to: den, read: 0, at: 8)
        try await store.add(StoredGrant(right: "moderate", resource: "room:\(den)"), to: ada)
        #expect(try await changes.remove(den))
        #expect(try await store.rooms.find(den) == nil)
        #expect(try await store.roomRoles.list(of: ada).isEmpty)
        #expect(try await store.memberships.read(by: ada, in: den) == nil)
        #expect(try await store.grants.list(of: ada, role: "none").isEmpty)
        #expect(try await !changes.remove(den))
        let again = StoredRoom(id: den, title: "Den", createdAt: 1)
        await #expect(throws: StoreError.duplicate(columns: "retired_room.id")) {
            try await changes.add(again)
        }
        #expect(try await entries().first?.action == "room.delete")
    }
}
