import RoostKit
import RoostStore
import Testing

@testable import Moderation
@testable import RoostModules

@Suite("Moderation: what is erased")
struct ErasureTests {
    private let moderator = Asker(user: UserID(rawValue: "mia"), role: "moderator") { _, _ in true }

    @Test(
        "of a deleted user no name is kept, nor what they wrote where that is to go",
        arguments: [true, false]
    )
    func erasure(removesMessages: Bool) async throws {
        let stage = try await ModerationStage()
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, evidence, holds)
                VALUES (1, 'ban', '', 'ada', 'ada', 1, '', 1)
                """
            ),
            Statement(
                """
                INSERT INTO moderation_report (id, room, author, message, sequence, text, reporter, reason, at, state)
                VALUES (1, 'lobby', 'ada', 'x', 1, 'rude', 'ben', 'rude', 1, 'open'),
                    (2, 'lobby', 'ben', 'y', 2, 'rude, too', 'ada', 'rude', 1, 'open')
                """
            ),
            Statement(
                """
                INSERT INTO moderation_held (id, room, author, message, text, rule, at)
                VALUES (1, 'lobby', 'ada', 'z', 'waits', 1, 1)
                """
            ),
        ])
        // More than one step has.
        let warnings = (10..<1_500).map { "(\($0), 'warn', '', 'ben', 'ada', 1, '', 0)" }
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, evidence, holds)
                VALUES \(warnings.joined(separator: ", "))
                """
            )
        ])
        let erasure = UserErasure(
            user: UserID(rawValue: "ada"),
            standIn: UserID(rawValue: "deleted:k3f9x2qa"),
            removesMessages: removesMessages
        )
        #expect(try await stage.host.bus.erase(.user(erasure), in: "moderation"))
        while try await stage.host.bus.erase(.user(erasure), in: "moderation") {}
        for table in ["action", "report", "held"] {
            let rows = try await stage.store.read(Statement("SELECT * FROM moderation_\(table)"))
            #expect(!rows.joined().contains(.text("ada")))
        }
        let reports = try await stage.store.read(Statement("SELECT id FROM moderation_report ORDER BY id"))
        #expect(reports == (removesMessages ? [[.integer(2)]] : [[.integer(1)], [.integer(2)]]))
        #expect(await stage.host.bus.refusal(of: "hello", in: "lobby") == nil)
    }

    @Test("whatever is of a user is found by an index")
    func erasurePlans() async throws {
        let stage = try await ModerationStage()
        for (table, column) in Desk.columnsOfUsers {
            let query = "EXPLAIN QUERY PLAN SELECT id FROM moderation_\(table) WHERE \(column) = 'ada'"
            let plan = try await stage.store.read(Statement(query)).compactMap(\.last)
            #expect(!plan.isEmpty)
            for case .text(let step) in plan { #expect(step.hasPrefix("SEARCH"), "\(query)") }
        }
    }

    @Test("of a deleted room nothing is kept, and nothing of it holds or filters any more")
    func roomErasure() async throws {
        let stage = try await ModerationStage()
        for room in ["den", "lobby"] {
            try await stage.ask("moderation:read-only", #"{"room":"\#(room)","on":true}"#, moderator)
            try await stage.ask("moderation:slow", #"{"room":"\#(room)","seconds":9}"#, moderator)
            try await stage.ask("moderation:slow", #"{"room":"\#(room)","seconds":0}"#, moderator)
            try await stage.ask(
                "moderation:filter",
                #"{"room":"\#(room)","kind":"word","patterns":["darn"],"verdict":"mask"}"#,
                moderator
            )
        }
        // More than one step has: each is the end of the one before.
        let ends = (10..<1_500).map { "(\($0), 'lift', 'den', '', '', 1, \($0 == 10 ? 1 : $0 - 1), '', 0)" }
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, ends, evidence, holds)
                VALUES \(ends.joined(separator: ", "))
                """
            )
        ])
        while try await stage.host.bus.erase(.room(RoomID(rawValue: "den")), in: "moderation") {}
        for table in ["action", "filter"] {
            let rooms = try await stage.store.read(Statement("SELECT DISTINCT room FROM moderation_\(table)"))
            #expect(rooms == [[.text("lobby")]])
        }
        #expect(await stage.host.bus.refusal(of: "darn", in: "den") == nil)
        #expect(await stage.host.bus.refusal(of: "hello", in: "lobby") == "read_only")
    }
}
