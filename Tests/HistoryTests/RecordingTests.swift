import RoostKit
import RoostStore
import Testing

@Suite("History: recording")
struct RecordingTests {
    @Test("what is recorded is found again by its author and id, with every part unchanged")
    func finds() async throws {
        let stage = try await HistoryStage()
        let kept = [
            Message.stub(1, text: "na\u{ef}ve \u{1f426} \"quoted\" 'text'"),
            Message.stub(2, author: "ben", id: "a \"b\" \\ é"),
        ]
        try await stage.record(kept)
        let keys = kept.map { MessageKey(author: $0.author, id: $0.id) }
        #expect(Set(try await stage.recorder.earlier(keys)) == Set(kept))
    }

    @Test("an id is known only together with its author, and exactly as it was given")
    func distinguishes() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1, id: "one"), .stub(2, author: "ben", id: "5")])
        let ada = UserID(rawValue: "ada")
        let keys = [
            MessageKey(author: UserID(rawValue: "ben"), id: "one"), MessageKey(author: ada, id: "ONE"),
            MessageKey(author: ada, id: "5"), MessageKey(author: ada, id: "one "),
            MessageKey(author: ada, id: "one\0"),
        ]
        #expect(try await stage.recorder.earlier(keys).isEmpty)
        #expect(try await stage.recorder.earlier([]).isEmpty)
    }

    @Test("a second message with the same author and id is refused, with all that came with it")
    func refusesDuplicate() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1, id: "one")])
        await #expect(throws: StoreError.duplicate(columns: "history_message.author, history_message.id")) {
            try await stage.record([.stub(2, id: "two"), .stub(3, id: "one")])
        }
        #expect(try await stage.page(#"{"room":"lobby"}"#).messages.map(\.seq) == [1])
        try await stage.record([.stub(2, author: "ben", id: "one")])
        #expect(try await stage.page(#"{"room":"lobby"}"#).messages.map(\.seq) == [1, 2])
    }

    @Test("a hundred messages are looked up at once")
    func findsMany() async throws {
        let stage = try await HistoryStage()
        let kept = (1...100).map { Message.stub($0) }
        try await stage.record(kept)
        let keys = kept.map { MessageKey(author: $0.author, id: $0.id) }
        #expect(Set(try await stage.recorder.earlier(keys)) == Set(kept))
    }
}
