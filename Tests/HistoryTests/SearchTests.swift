import RoostKit
import RoostStore
import Testing

@testable import History
@testable import RoostModules

@Suite("History: searching")
struct SearchTests {
    private let lobby = RoomID(rawValue: "lobby")

    /// A stage with these messages in the index.
    private func stage(_ messages: [Message]) async throws -> HistoryStage {
        let stage = try await HistoryStage()
        try await stage.record(messages)
        while try await stage.index.advance() {}
        return stage
    }

    private func find(
        _ text: String,
        on stage: HistoryStage,
        isReadable: (RoomID) -> Bool = { _ in true }
    ) async throws -> [String] {
        let found = try await stage.search.latest(
            try SearchQuery(text),
            below: .max,
            limit: 100,
            isReadable: isReadable
        )
        return try await stage.table.messages(numbered: found.keys, for: stage.reader).map(\.message.id)
    }

    @Test("words in any order, phrases, beginnings; without regard to case and accents")
    func words() async throws {
        let stage = try await stage([
            .stub(1, id: "a", text: "Green tea, please"), .stub(2, id: "b", text: "the tea is green"),
            .stub(3, id: "c", text: "Café au lait"), .stub(4, id: "d", text: "teapot"),
        ])
        #expect(try await find("green tea", on: stage) == ["b", "a"])
        #expect(try await find("\"green tea\"", on: stage) == ["a"])
        #expect(try await find("tea*", on: stage) == ["d", "b", "a"])
        #expect(try await find("cafe", on: stage) == ["c"])
        #expect(try await find("green lait", on: stage).isEmpty)
    }

    @Test("conditions narrow what is found, and find without words")
    func conditions() async throws {
        let reply = Message(
            id: "reply",
            sequence: 9,
            room: lobby,
            author: UserID(rawValue: "ben"),
            text: "tea: https://example.org/tea",
            at: 1_772_368_260_000,
            replyTo: 1
        )
        let stage = try await stage([
            .stub(1, id: "a", text: "tea"), .stub(1, room: "garden", author: "b-n", id: "g", text: "tea"),
            reply,
        ])
        #expect(try await find("tea from:ben", on: stage) == ["reply"])
        #expect(
            try await find("from:b.n", on: stage).isEmpty,
            "names that only look alike in the index differ"
        )
        #expect(try await find("in:garden", on: stage) == ["g"])
        #expect(try await find("tea has:link", on: stage) == ["reply"])
        #expect(try await find("has:reply", on: stage) == ["reply"])
        #expect(try await find("tea before:2026-03-01T12:30:30Z", on: stage) == ["g", "a"])
        #expect(try await find("after:2026-03-01T12:30:30Z", on: stage) == ["reply"])
        #expect(try await find("has:reaction", on: stage).isEmpty)
    }

    @Test("only what the asker may read is found, however it is ranked")
    func readable() async throws {
        let stage = try await stage([
            .stub(1, id: "a", text: "tea"), .stub(1, room: "attic", id: "secret", text: "tea tea tea"),
        ])
        let lobby = lobby
        #expect(try await find("tea", on: stage) { $0 == lobby } == ["a"])
        #expect(try await find("in:attic", on: stage) { $0 == lobby }.isEmpty)
        let best = try await stage.search.best(try SearchQuery("tea"), offset: 0, limit: 10) { $0 == lobby }
        let shown = try await stage.table.messages(numbered: best.keys, for: stage.reader)
        #expect(shown.map(\.message.id) == ["a"])
    }

    @Test(
        "nothing that is typed is an operator of the index",
        arguments: [
            "\"", "\"\"", "\"tea", "tea\"", "* tea", "tea AND OR NOT", "NEAR(tea cup)", "^tea",
            "{text} : tea", "text:tea",
            "-tea", "tea + cup", "(tea", ")", "tea; DROP TABLE history_message", "'", "%_", "\\",
            "tea\u{1}cup", "from:\"",
            "in:*", "from:(x)", "🫖", "\u{202e}tea", "tea\"*\"", "history_word:1", "rank:1 tea", "tea\u{0}cup",
        ]
    )
    func hostile(text: String) async throws {
        let stage = try await stage([.stub(1, text: "tea")])
        let query = try SearchQuery(text)
        guard !query.isEmpty, !text.contains("\u{0}") else { return }
        _ = try await stage.search.latest(query, below: .max, limit: 10) { _ in true }
        _ = try await stage.search.best(query, offset: 0, limit: 10) { _ in true }
        #expect(try await find("tea", on: stage) == ["lobby-1"])
    }

    @Test("an edited message is found by its new words, a deleted one by none")
    func changes() async throws {
        let stage = try await stage([.stub(1, id: "a", text: "coffee"), .stub(2, id: "b", text: "coffee")])
        try await stage.change(3, "a", .edited(text: "tea"))
        try await stage.change(4, "b", .deleted)
        #expect(try await find("coffee", on: stage).isEmpty)
        #expect(try await find("tea", on: stage) == ["a"])
        #expect(try await find("has:edit", on: stage) == ["a"])
        #expect(try await find("from:ada", on: stage) == ["a"])
        try await stage.checkIndex()
    }

    @Test("a message that is changed before the index has it is found as it is then")
    func changesBeforeIndex() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1, id: "a", text: "coffee")])
        try await stage.change(2, "a", .edited(text: "tea"))
        #expect(try await find("coffee", on: stage).isEmpty)
        while try await stage.index.advance() {}
        #expect(try await find("tea", on: stage) == ["a"])
        #expect(try await find("coffee", on: stage).isEmpty)
        try await stage.checkIndex()
    }

    @Test("cursors lead through all that there is, once, by time and by rank")
    func cursors() async throws {
        let stage = try await stage(
            (1...45).map { .stub($0, text: $0 % 3 == 0 ? "tea tea \($0)" : "tea \($0)") }
        )
        let query = try SearchQuery("tea")
        var (keys, cursor): ([Int64], Int64?) = ([], .max)
        while let below = cursor {
            let page = try await stage.search.latest(query, below: below, limit: 10) { _ in true }
            keys += page.keys
            cursor = page.next
        }
        #expect(keys == (1...45).reversed())
        var best: [Int64] = []
        while true {
            let page = try await stage.search.best(query, offset: best.count, limit: 10) { _ in true }
            best += page.keys
            guard page.more else { break }
        }
        #expect(Set(best) == Set(1...45) && best.count == 45)
        #expect(best.prefix(15).allSatisfy { $0 % 3 == 0 }, "those first in which the word is more often")
    }

    @Test("where the newest matches are not readable, older ones are found all the same")
    func hidden() async throws {
        let stage = try await stage(
            [.stub(1, text: "tea")] + (1...300).map { .stub($0, room: "attic", text: "tea") }
        )
        let lobby = lobby
        #expect(try await find("tea", on: stage) { $0 == lobby } == ["lobby-1"])
    }

    @Test("the index takes messages in steps")
    func steps() async throws {
        let stage = try await HistoryStage()
        let messages = (1...WordIndex.step + 1).map { RoomEntry.posted(.stub($0, text: "tea")) }
        let statements = try await stage.recorder.statements(recording: messages)
        // With it goes what would advance the index beside this.
        try await stage.host.disable("History")
        try await stage.store.commit(statements)
        #expect(try await stage.index.advance())
        #expect(try await !stage.index.advance())
        try await stage.checkIndex()
    }
}
