import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: tables")
struct RepositoryTests {
    private let folder: TemporaryFolder
    private let ada = StoredUser(id: UserID(rawValue: "ada"), role: "admin", password: "one", createdAt: 5)
    private let ending = AuditEntry(at: 7, origin: .command, action: "user.sessions.end", target: "user:ada")
    private let ben = StoredUser(
        id: UserID(rawValue: "ben"),
        role: "member",
        password: "two",
        createdAt: 6,
        isDisabled: true
    )

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("users are found, and listed by name")
    func users() async throws {
        let users = try await folder.openStore().users
        #expect(try await users.find(ada.id) == nil)
        try await users.add(ben)
        try await users.add(ada)
        #expect(try await users.find(ben.id) == ben)
        #expect(try await users.list() == [ada, ben])
        #expect(try await users.list(after: "ada", containing: nil, limit: 9) == [ben])
        #expect(try await users.list(after: nil, containing: "d", limit: 9) == [ada])
    }

    @Test("a taken name is a duplicate and changes nothing")
    func takenName() async throws {
        let users = try await folder.openStore().users
        try await users.add(ada)
        let other = StoredUser(id: ada.id, role: "member", password: "three", createdAt: 7)
        await #expect(throws: StoreError.duplicate(columns: "user.name")) { try await users.add(other) }
        #expect(try await users.list() == [ada])
    }

    @Test("a name that looks like another one is a duplicate, one that merely begins like it is not")
    func lookAlike() async throws {
        let users = try await folder.openStore().users
        try await users.add(
            StoredUser(id: UserID(rawValue: "bo1rn"), role: "member", password: "", createdAt: 7)
        )
        let other = StoredUser(id: UserID(rawValue: "b0lm"), role: "member", password: "", createdAt: 7)
        await #expect(throws: StoreError.duplicate(columns: "look of user.name")) {
            try await users.add(other)
        }
        try await users.add(ben)
        #expect(try await users.list().count == 2)
    }

    @Test("of a user's networks the latest sixteen are remembered")
    func networks() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        for number in 0..<20 {
            try await store.signInNetworks.keep("192.0.2.\(number)", of: ada.id, at: Int64(number))
        }
        #expect(try await !store.signInNetworks.contains("192.0.2.3", of: ada.id))
        #expect(try await store.signInNetworks.contains("192.0.2.4", of: ada.id))
        #expect(try await !store.signInNetworks.contains("192.0.2.4", of: ben.id))
    }

    @Test("a password is replaced only while it is the one that was read")
    func passwords() async throws {
        let users = try await folder.openStore().users
        try await users.add(ada)
        try await users.setPassword("stale", of: ada.id, replacing: "other")
        #expect(try await users.find(ada.id)?.password == "one")
        try await users.setPassword("fresh", of: ada.id, replacing: "one")
        #expect(try await users.find(ada.id)?.password == "fresh")
    }

    @Test("a session is found with its user, and gone once removed")
    func sessions() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let session = StoredSession(id: "s", user: ada.id, createdAt: 10, expiresAt: 20)
        #expect(try await store.sessions.add(session, generation: 0) == [])
        let found = try #require(try await store.sessions.find("s"))
        #expect(found.session == session)
        #expect(found.user == ada)
        #expect(try await store.sessions.remove("s", of: ben.id, noting: ending) == [])
        #expect(try await store.sessions.remove("s", of: ada.id, noting: ending) == ["s"])
        #expect(try await store.sessions.find("s") == nil)
        #expect(try await store.sessions.remove("s", of: ada.id, noting: ending) == [])
    }

    @Test("a use is noted with what is known of where it came from, and never an earlier one")
    func uses() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let session = StoredSession(id: "s", user: ada.id, createdAt: 10, expiresAt: 99)
        _ = try await store.sessions.add(session, generation: 0)
        try await store.sessions.use("s", at: 30, address: "::1", program: "A")
        try await store.sessions.use("s", at: 20, address: nil, program: "B")
        let noted = try #require(try await store.sessions.list(of: ada.id).first)
        #expect(noted.lastUsedAt == 30 && noted.address == "::1" && noted.program == "B")
        #expect(try await store.sessions.list(of: ben.id).isEmpty)
    }

    @Test("sessions that have expired go in pieces, the others stay")
    func expiredSessions() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let ends = [Int64](repeating: 10, count: Limits.expiredSessions + 1) + [11]
        let sessions = ends.enumerated().map { number, end in
            StoredSession(id: "\(number)", user: ada.id, createdAt: 1, expiresAt: end)
        }
        try await store.commit(sessions.map(Sessions.insertion))
        #expect(try await !store.sessions.removeExpired(before: 10))
        #expect(try await store.sessions.removeExpired(before: 11))
        #expect(try await !store.sessions.removeExpired(before: 11))
        #expect(try await store.sessions.list(of: ada.id) == [sessions[ends.count - 1]])
    }

    @Test("whoever ends sessions has one that stands, and all others are all but that one")
    func endingSessions() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        for id in ["a", "b", "c", "d"] {
            let session = StoredSession(id: id, user: ada.id, createdAt: 1, expiresAt: 9)
            _ = try await store.sessions.add(session, generation: 0)
        }
        #expect(try await store.sessions.remove("a", of: ada.id, by: "gone", noting: ending) == [])
        #expect(try await store.sessions.removeAll(of: ada.id, by: "gone", noting: ending) == [])
        #expect(try await store.sessions.remove("a", of: ada.id, by: "b", noting: ending) == ["a"])
        #expect(
            try await store.sessions.removeAll(of: ada.id, by: "b", noting: ending).sorted() == ["c", "d"]
        )
        #expect(try await store.sessions.removeAll(of: ada.id, noting: ending) == ["b"])
    }

    @Test("a new session sweeps the user's expired ones, and the oldest past a hundred")
    func sessionBounds() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let bot = StoredSession(id: "bot", user: ada.id, createdAt: 0, expiresAt: 9999, name: "Bot")
        try await store.commit([Sessions.insertion(of: bot)])
        for number in 0..<101 {
            let id = "s\(number)"
            let start = Int64(number)
            let ended = try await store.sessions.add(
                StoredSession(id: id, user: ada.id, createdAt: start, expiresAt: 1000 + start),
                generation: 0
            )
            #expect(ended == (number < 100 ? [] : ["s0"]))
        }
        #expect(try await store.sessions.find("s0") == nil)
        #expect(try await store.sessions.find("s1") != nil)
        #expect(try await store.sessions.find("bot") != nil, "sign-ins do not push tokens out")
        let new = StoredSession(id: "new", user: ada.id, createdAt: 1050, expiresAt: 2050)
        #expect(try await store.sessions.add(new, generation: 0)?.count == 50)
        #expect(try await store.sessions.find("s50") == nil)
        #expect(try await store.sessions.find("s51") != nil)
    }

    @Test("a room's sequence is kept in the same commit as what it numbers")
    func sequence() async throws {
        let store = try await folder.openStore()
        let lobby = RoomID(rawValue: "lobby")
        let statement = Rooms.recordingStatement(lobby, sequence: 7)
        await #expect(throws: StoreError.self) {
            try await store.commit([statement, Statement("INSERT INTO nowhere VALUES (1)")])
        }
        #expect(try await store.rooms.find(lobby)?.sequence == 0)
        try await store.commit([statement])
        #expect(try await store.rooms.find(lobby)?.sequence == 7)
        #expect(try await store.rooms.find(RoomID(rawValue: "nowhere")) == nil)
    }

    @Test("a taken room id is a duplicate")
    func takenRoom() async throws {
        let store = try await folder.openStore()
        let lobby = StoredRoom(id: RoomID(rawValue: "lobby"), title: "Another", createdAt: 1)
        await #expect(throws: StoreError.duplicate(columns: "room.id")) { try await store.add(lobby) }
    }

    @Test("a user's own grants come beside those of their role")
    func grants() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let own = StoredGrant(right: "moderate", resource: "room:lobby")
        try await store.add(own, to: ada.id)
        try await store.add(own, to: ada.id)
        #expect(try await store.grants.list(of: ada.id, role: "nobody") == [own])
        #expect(try await store.grants.list(of: ben.id, role: "nobody").isEmpty)
    }

    @Test("what is kept of clients through a restart is taken once")
    func keptStates() async throws {
        let states = try await folder.openStore().keptStates
        try await states.add([("a", "1"), ("b", "2")])
        try await states.add([("b", "3")])
        #expect(try await states.take().map(\.state).sorted() == ["1", "3"])
        #expect(try await states.take().isEmpty)
    }

    @Test("a code confirms the secret that it was made of, and no later one")
    func secondFactor() async throws {
        let store = try await folder.openStore()
        try await store.users.add(ada)
        let factors = store.secondFactors
        func confirm(_ secret: [UInt8]) async throws -> Bool {
            try await factors.confirm(secret: secret, of: ada.id, step: 1, recovery: [[9]], noting: ending)
        }
        #expect(try await factors.begin(secret: [1], of: ada.id))
        #expect(try await factors.begin(secret: [2], of: ada.id))
        #expect(try await !confirm([1]))
        #expect(try await factors.find(of: ada.id)?.isConfirmed == false)
        #expect(try await confirm([2]))
        #expect(try await !confirm([2]))
    }

    @Test("the offer to become administrator is taken once, by one")
    func setupOffer() async throws {
        let store = try await folder.openStore()
        let offer = SetupOffer(store: store, administrator: "admin")
        #expect(try await offer.make(digest: [1]))
        #expect(try await offer.make(digest: [2]))
        #expect(try await !offer.stands(digest: [1]))
        #expect(try await offer.stands(digest: [2]))
        #expect(try await !offer.take(digest: [1], adding: ada, by: .command))
        let cleo = StoredUser(id: UserID(rawValue: "cleo"), role: "admin", password: "three", createdAt: 7)
        async let first = offer.take(digest: [2], adding: ada, by: .command)
        async let second = offer.take(digest: [2], adding: cleo, by: .command)
        #expect(try await [first, second].filter { $0 }.count == 1)
        #expect(try await store.users.list().count == 1)
        #expect(try await store.read(Statement("SELECT key FROM setting")).isEmpty)
        #expect(try await !offer.make(digest: [3]))
        #expect(try await !offer.stands(digest: [2]))
    }

    @Test("whoever takes the offer up after a command made an administrator is not another one")
    func lateOffer() async throws {
        let store = try await folder.openStore()
        let offer = SetupOffer(store: store, administrator: "admin")
        #expect(try await offer.make(digest: [1]))
        try await store.users.add(ada)
        #expect(try await !offer.stands(digest: [1]))
        let cleo = StoredUser(id: UserID(rawValue: "cleo"), role: "admin", password: "three", createdAt: 7)
        #expect(try await !offer.take(digest: [1], adding: cleo, by: .command))
        #expect(try await store.users.list() == [ada])
    }

    @Test("an earlier key ends with the first of its graces, and is gone once it has ended")
    func rootKeys() async throws {
        let keys = try await folder.openStore().rootKeys
        func add(_ key: UInt8, ending end: Int64, at time: Int64) async throws -> [StoredRootKey] {
            try await keys.add([key], ending: end, at: time, noting: ending)
        }
        #expect(try await keys.list(orFirst: [1]).map(\.bytes) == [[1]])
        _ = try await add(2, ending: 100, at: 10)
        #expect(try await add(3, ending: 200, at: 20).map(\.endsAt) == [nil, 200, 100])
        #expect(try await add(4, ending: 300, at: 100).map(\.bytes) == [[4], [3], [2]])
    }

    @Test("of a token that is gone no use is counted, and a thousand forms of one are revoked at most")
    func tokenBlocks() async throws {
        let store = try await folder.openStore()
        let blocks = store.tokenBlocks
        let use = BlockUse(block: "b", limit: 9)
        #expect(try await blocks.use([use], of: "gone", blocks: ["b"]) == .ended)
        try await store.users.add(ada)
        let session = StoredSession(id: "s", user: ada.id, createdAt: 1, expiresAt: 9)
        _ = try await store.sessions.add(session, generation: 0)
        let many = """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 999)
            INSERT INTO token_block (id, token, uses) SELECT 'b' || n, 's', 1 FROM number
            """
        try await store.commit([Statement(many)])
        #expect(try await blocks.revoke("new", of: "s", noting: ending))
        #expect(try await !blocks.revoke("newer", of: "s", noting: ending))
        #expect(try await blocks.revoke("b1", of: "s", noting: ending))
    }
}
