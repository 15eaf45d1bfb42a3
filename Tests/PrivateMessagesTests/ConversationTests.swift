import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import PrivateMessages
@testable import RoostModules

@Suite("PrivateMessages: what is kept of conversations")
struct ConversationTests {
    private let room = RoomID(rawValue: "pm~~x")
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")

    /// The module's tables on a database of its own, as the server makes them.
    private func tables() async throws -> (folder: TemporaryFolder, store: Store, table: ConversationTable) {
        let folder = try TemporaryFolder()
        let store = try await folder.openStore()
        try await store.migrate(module: "private", PrivateMessagesModule.manifest.migrations)
        return (folder, store, ConversationTable(store: ModuleTables(store: store)))
    }

    private func post(_ sequence: Int64, by author: UserID, in room: RoomID? = nil) -> RoomEntry {
        .posted(
            Message(
                id: "\(sequence)",
                sequence: sequence,
                room: room ?? self.room,
                author: author,
                text: "hello",
                at: 1_000 + sequence
            )
        )
    }

    @Test("the messages of others count as unread until they are read, and only then are forgotten")
    func unread() async throws {
        let (_, store, table) = try await tables()
        try await table.add(room, of: [ada, ben], by: ada, at: 1)
        try await store.commit(
            Ledger().statements(recording: (1...3).map { post($0, by: ada) } + [post(4, by: ben)])
        )
        func unread(_ user: UserID) async throws -> Int64? {
            try await table.list(of: user, room: room).first?.conversation.unread
        }
        #expect(try await unread(ben) == 3)
        #expect(try await unread(ada) == 1)
        try await table.markRead(2, in: room, by: ben)
        #expect(try await unread(ben) == 1)
        try await table.markRead(4, in: room, by: ada)
        let kept = try await store.read(Statement("SELECT sequence FROM private_unread ORDER BY sequence"))
        #expect(kept == [[.integer(3)], [.integer(4)]])
    }

    @Test("a marker goes neither back nor past the latest entry")
    func marker() async throws {
        let (_, store, table) = try await tables()
        try await table.add(room, of: [ada, ben], by: ada, at: 1)
        try await store.commit(Ledger().statements(recording: [post(1, by: ada), post(2, by: ada)]))
        try await table.markRead(.max, in: room, by: ben)
        try await table.markRead(1, in: room, by: ben)
        #expect(try await table.list(of: ben, room: room).first?.conversation.read == 2)
    }

    @Test("nothing is noted of other rooms")
    func otherRooms() {
        #expect(Ledger().statements(recording: [post(1, by: ada, in: RoomID(rawValue: "lobby"))]).isEmpty)
        #expect(Ledger().statements(recording: [post(1, by: ada, in: RoomID(rawValue: "den~x"))]).isEmpty)
    }

    @Test("two people have one conversation at most")
    func onePair() async throws {
        let (_, _, table) = try await tables()
        try await table.add(room, of: [ben, ada], by: ada, at: 1)
        #expect(try await table.room(of: [ada, ben]) == room)
        await #expect(throws: (any Error).self) {
            try await table.add(RoomID(rawValue: "pm~~y"), of: [ada, ben], by: ben, at: 2)
        }
    }

    @Test("who leaves is in no list, and has to agree again")
    func leaving() async throws {
        let (_, _, table) = try await tables()
        try await table.add(room, of: [ada, ben], by: ada, at: 1)
        try await table.set(false, ada, in: room)
        #expect(try await table.list(of: ada, limit: 10).isEmpty)
        #expect(try await table.rooms(of: ada, limit: 10).isEmpty)
        let participation = try #require(try await table.participation(in: room))
        #expect(participation.present == [ben])
        #expect(participation.other(than: ben)?.hasAgreed == false)
    }

    @Test("lists begin with the latest message, and pages lead through all of them")
    func lists() async throws {
        let (_, store, table) = try await tables()
        for number in 1...5 {
            let room = RoomID(rawValue: "pm~~\(number)")
            try await table.add(
                room,
                of: [ada, ben, UserID(rawValue: "c\(number)")],
                by: ada,
                at: Int64(number)
            )
        }
        try await store.commit(
            Ledger().statements(recording: [post(1, by: ben, in: RoomID(rawValue: "pm~~2"))])
        )
        let all = try await table.list(of: ada, limit: 10).map(\.conversation.room.rawValue)
        #expect(all == ["pm~~2", "pm~~5", "pm~~4", "pm~~3", "pm~~1"])
        let first = try await table.list(of: ada, limit: 2)
        let next = try await table.list(of: ada, after: (first[1].activeAt, "pm~~5"), limit: 2)
        #expect(next.map(\.conversation.room.rawValue) == ["pm~~4", "pm~~3"])
    }

    @Test("conversations that one began count for a day, left or not")
    func begun() async throws {
        let (_, _, table) = try await tables()
        for (number, time) in [(1, 1_000), (2, 2_000), (3, 3_000)] as [(Int, Int64)] {
            let room = RoomID(rawValue: "pm~~\(number)")
            try await table.add(room, of: [ada, ben, UserID(rawValue: "c\(number)")], by: ada, at: time)
            try await table.set(false, ada, in: room)
        }
        #expect(try await table.count(begunBy: ada, since: 1_000) == 2)
        #expect(try await table.count(begunBy: ben, since: 0) == 0)
        #expect(try await table.count(of: ada) == 0)
    }

    @Test("reports that wait are counted by reporter, and found by their index")
    func reports() async throws {
        let (_, store, _) = try await tables()
        let tables = ModuleTables(store: store)
        func message(_ sequence: Int64) -> Message {
            Message(id: "\(sequence)", sequence: sequence, room: room, author: ada, text: "rude", at: 1)
        }
        try await store.commit((1...3).map { Reports.insertion(of: message($0), by: ben, for: "rude") })
        try await store.commit([
            Statement("UPDATE private_report SET resolved_at = 1, resolved_by = 'mia' WHERE id = 1")
        ])
        let counts = try await Reports.counts(of: message(2).key, by: ben, in: tables)
        #expect(counts.known == 1 && counts.open == 2)
        let others = try await Reports.counts(of: message(2).key, by: ada, in: tables)
        #expect(others.known == 0 && others.open == 0)
        for (resolved, ids) in [(true, [1]), (false, [2, 3])] as [(Bool, [Int64])] {
            let query = Reports.query(resolved: resolved, after: 0)
            #expect(try await store.read(query).compactMap { $0.first } == ids.map(SQLValue.integer))
        }
        let query = Reports.query(resolved: false, after: 0)
        let plan = try await store.read(Statement("EXPLAIN QUERY PLAN " + query.sql, query.values))
        #expect("\(plan)".contains("private_report_open"))
    }

    @Test("one is done after the other")
    func turnstile() async throws {
        let turnstile = Turnstile()
        let log = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await turnstile.pass {
                        await log.enter()
                        await Task.yield()
                        await log.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        let (most, count) = (await log.most, await log.count)
        #expect(most == 1 && count == 20)
    }

    @Test(
        "a deleted user is in no table; the other one of two keeps the conversation, with a stand-in",
        arguments: [true, false]
    )
    func erases(removesMessages: Bool) async throws {
        let (_, store, table) = try await tables()
        try await table.add(room, of: [ada, ben], by: ben, at: 1)
        try await store.commit(Ledger().statements(recording: [post(1, by: ben)]))
        let preferences = Preferences(store: ModuleTables(store: store), usual: .everyone)
        try await preferences.block(ada, by: ben)
        _ = try await preferences.change(PreferenceChange(accepts: .nobody, showsRead: nil), of: ben)
        try await store.commit([
            Statement(
                """
                INSERT INTO private_report (room, sequence, author, message, text, posted_at, reporter, reason, at)
                VALUES ('pm~~x', 1, 'ben', '1', 'hello', 1, 'ada', '', 1)
                """
            )
        ])
        let standIn = UserID(rawValue: "deleted:x")
        let erasure = UserErasure(user: ben, standIn: standIn, removesMessages: removesMessages)
        try await store.commit(Erasing.statements(for: erasure))
        for name in ["conversation", "member", "unread", "block", "preference", "report"] {
            let rows = try await store.read(Statement("SELECT * FROM private_\(name)"))
            #expect(!rows.joined().contains { $0 == .text("ben") || $0 == .text("ada ben") }, "\(name)")
        }
        #expect(try await table.list(of: ada, room: room).first?.conversation.people == [ada, standIn])
        #expect(try await table.room(of: [ada, ben]) == nil)
        let reports = try await store.read(Statement("SELECT author FROM private_report"))
        #expect(reports == (removesMessages ? [] : [[.text("deleted:x")]]))
    }
}

/// How many were inside at once.
private actor Log {
    private var inside = 0
    private(set) var most = 0
    private(set) var count = 0

    func enter() {
        inside += 1
        count += 1
        most = max(most, inside)
    }

    func leave() { inside -= 1 }
}
