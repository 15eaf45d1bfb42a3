import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import History

@Suite("History: users whose accounts are gone")
struct ErasureTests {
    private let standIn = "deleted:k3f9x2qa"

    /// Ada and Ben said something in two rooms, and reacted to each other.
    private func stage() async throws -> HistoryStage {
        let stage = try await HistoryStage()
        try await stage.record([
            .stub(1, author: "ada", text: "ada likes tea"), .stub(2, author: "ben", text: "ben likes tea"),
            .stub(1, room: "garden", author: "ben", text: "ben likes roses"),
        ])
        try await stage.change(3, "lobby-2", .reacted("+1", isOn: true), author: "ben")
        try await stage.record([
            .changed(
                MessageChange(
                    sequence: 4,
                    room: RoomID(rawValue: "lobby"),
                    message: MessageKey(author: UserID(rawValue: "ada"), id: "lobby-1"),
                    kind: .reacted("tea", isOn: true),
                    by: UserID(rawValue: "ben"),
                    at: 5
                )
            )
        ])
        while try await stage.index.advance() {}
        return stage
    }

    /// Every row of the module's tables in which this text is.
    private func rows(_ text: String, in stage: HistoryStage) async throws -> [String] {
        var found: [String] = []
        for table in ["message", "change", "reaction", "fact", "held", "hold"] {
            let rows = try await stage.store.read(Statement("SELECT * FROM history_\(table)"))
            found += rows.filter { $0.contains(.text(text)) }.map { _ in table }
        }
        return found
    }

    @Test("messages that stay are a deleted user's: in pages, in search and in copies, with all reactions")
    func keeps() async throws {
        let stage = try await stage()
        #expect(try await stage.erase("ben", removesMessages: false) > 1)
        #expect(try await rows("ben", in: stage).isEmpty)
        let page = try await stage.page(#"{"room":"lobby"}"#).messages
        #expect(page.map(\.author) == ["ada", standIn])
        #expect(page.map(\.text) == ["ada likes tea", "ben likes tea"])
        #expect(page.map { $0.reactions?.count } == [1, 1])
        try await stage.checkIndex()
        let html = try await Export(store: stage.tables)
            .piece(of: .room(RoomID(rawValue: "lobby")), as: .html, after: 0)
        #expect(html.text.contains("<b>deleted user</b>"))
        #expect(!html.text.contains("<b>ben</b>"))
        let entries = try await stage.recorder.entries(of: RoomID(rawValue: "lobby"), after: 0, limit: 9)
        #expect(entries.map(\.sequence) == [1, 2, 3, 4])
    }

    @Test("messages that go leave no row: not of reactions, not of changes, and not in the index")
    func removes() async throws {
        let stage = try await stage()
        _ = try await stage.erase("ben", removesMessages: true)
        #expect(try await rows("ben", in: stage).isEmpty)
        #expect(try await rows(standIn, in: stage).isEmpty)
        #expect(try await stage.page(#"{"room":"lobby"}"#).messages.map(\.text) == ["ada likes tea"])
        #expect(try await stage.page(#"{"room":"lobby"}"#).messages.map(\.reactions) == [nil])
        #expect(try await stage.page(#"{"room":"garden"}"#).messages.isEmpty)
        try await stage.checkIndex()
        let words = "SELECT count(*) FROM history_word WHERE history_word MATCH 'ben'"
        #expect(try await stage.store.read(Statement(words)) == [[.integer(0)]])
    }

    @Test("no fact of a module names a deleted user, wherever in it that was", arguments: [true, false])
    func facts(removesMessages: Bool) async throws {
        let stage = try await stage()
        let payloads = [
            #"{"user":"ben","people":["ada","ben"],"ben":1}"#, #"{"user":"benny","reason":"not ben"}"#,
            #"{"a":{"b":[{"by":"ben"}]}}"#,
        ]
        try await stage.record(
            payloads.enumerated().map { index, payload in
                .noted(
                    RoomFact(
                        sequence: Int64(10 + index),
                        room: RoomID(rawValue: "lobby"),
                        name: "moderation:changed",
                        by: index == 1 ? UserID(rawValue: "ben") : nil,
                        payload: payload,
                        at: 1
                    )
                )
            }
        )
        _ = try await stage.erase("ben", removesMessages: removesMessages)
        let query = "SELECT payload, noted_by FROM history_fact ORDER BY sequence"
        let kept = try await stage.store.read(Statement(query))
        #expect(
            kept.compactMap(\.first) == [
                .text(#"{"user":"\#(standIn)","people":["ada","\#(standIn)"],"ben":1}"#),
                .text(payloads[1]), .text(#"{"a":{"b":[{"by":"\#(standIn)"}]}}"#),
            ]
        )
        #expect(kept[1].last == .text(standIn))
    }

    @Test("each room in which the user wrote hears of it once, when all is done")
    func tells() async throws {
        let stage = try await stage()
        _ = try await stage.erase("ben", removesMessages: false)
        let sent = stage.house.sent.filter { $0.event == "history:erased" }
        #expect(
            Set(sent.map(\.recipients)) == [
                .room(RoomID(rawValue: "lobby")), .room(RoomID(rawValue: "garden")),
            ]
        )
        #expect(sent.count == 2)
        #expect(sent.allSatisfy { $0.payload.contains(standIn) && $0.payload.contains(#""author":"ben""#) })
    }

    @Test("many messages go in steps, and those of others stay")
    func steps() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...450).map { .stub($0, author: $0 % 10 == 0 ? "ada" : "ben") })
        while try await stage.index.advance() {}
        #expect(try await stage.erase("ben", removesMessages: true) == 4)
        let count = "SELECT count(*) FROM history_message"
        #expect(try await stage.store.read(Statement(count)) == [[.integer(45)]])
        try await stage.checkIndex()
    }

    @Test("what is under a legal hold is kept aside, or stays under it with its stand-in")
    func holds() async throws {
        let stage = try await stage()
        try await stage.hold(#"{"user":"ben","on":true,"reason":"case 7"}"#)
        _ = try await stage.erase("ben", removesMessages: true)
        #expect(try await rows("ben", in: stage) == ["held", "held", "hold"])

        let other = try await self.stage()
        try await other.hold(#"{"user":"ben","on":true,"reason":"case 7"}"#)
        _ = try await other.erase("ben", removesMessages: false)
        let holds = try await other.store.read(
            Statement("SELECT name, reason FROM history_hold ORDER BY name")
        )
        #expect(holds == [[.text("ben"), .text("case 7")], [.text(standIn), .text("case 7 (ben)")]])
        let upkeep = other.upkeep(RetentionRule(days: 1))
        _ = try await upkeep.sweep(at: .max / 2)
        #expect(try await other.page(#"{"room":"lobby"}"#).messages.map(\.author) == [standIn])
    }
}
