import RoostKit
import RoostStore
import Testing

@Suite("History: changes of messages")
struct ChangeTests {
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")

    private func change(
        _ sequence: Int64,
        of message: Message,
        _ kind: MessageChange.Kind,
        by user: UserID
    ) -> RoomEntry {
        .changed(
            MessageChange(
                sequence: sequence,
                room: message.room,
                message: message.key,
                kind: kind,
                by: user,
                at: 1_772_368_200_000 + sequence
            )
        )
    }

    @Test("a page shows messages as they are now: edited, deleted, with the reactions to them")
    func page() async throws {
        let stage = try await HistoryStage()
        let (first, second) = (Message.stub(1, text: "helo"), Message.stub(2, text: "secret"))
        try await stage.record([first, second])
        try await stage.record([
            change(3, of: first, .edited(text: "hello"), by: ada),
            change(4, of: first, .reacted("+1", isOn: true), by: ben),
            change(5, of: first, .reacted("+1", isOn: true), by: ada),
            change(6, of: first, .reacted("-1", isOn: true), by: ben),
            change(7, of: first, .reacted("-1", isOn: true), by: ben),
            change(8, of: second, .reacted("+1", isOn: true), by: ben),
            change(9, of: second, .deleted, by: ben),
        ])
        let shown = try await stage.page(#"{"room":"lobby"}"#).messages
        #expect(shown.map(\.text) == ["hello", ""])
        #expect(shown.map(\.edited) == ["2026-03-01T12:30:00.003Z", nil])
        #expect(shown.map(\.deleted) == [nil, true])
        #expect(shown[0].reactions == [.init(reaction: "+1", count: 2), .init(reaction: "-1", count: 1)])
        #expect(shown[1].reactions == nil)
        try await stage.record([change(10, of: first, .reacted("+1", isOn: false), by: ben)])
        let after = try await stage.page(#"{"room":"lobby"}"#).messages[0]
        #expect(after.reactions == [.init(reaction: "+1", count: 1), .init(reaction: "-1", count: 1)])
    }

    @Test("each reaction says whether who asks is among those who have it")
    func ownReactions() async throws {
        let stage = try await HistoryStage()
        let message = Message.stub(1)
        try await stage.record([message])
        try await stage.record([
            change(2, of: message, .reacted("+1", isOn: true), by: ben),
            change(3, of: message, .reacted("+1", isOn: true), by: ada),
            change(4, of: message, .reacted("-1", isOn: true), by: ben),
        ])
        let page = try await stage.page(#"{"room":"lobby"}"#, by: Asker(user: ada))
        let expected = [
            PageAck.Reaction(reaction: "+1", count: 2, mine: true), .init(reaction: "-1", count: 1),
        ]
        #expect(page.messages[0].reactions == expected)
    }

    @Test("one message shows at most 20 kinds of reactions, the most frequent ones, and one's own")
    func manyReactions() async throws {
        let stage = try await HistoryStage()
        let message = Message.stub(1)
        try await stage.record([message])
        try await stage.record(
            (1...30).map { change(1 + $0, of: message, .reacted("\($0)", isOn: true), by: ada) }
                + [change(32, of: message, .reacted("30", isOn: true), by: ben)]
        )
        let reactions = try await stage.page(#"{"room":"lobby"}"#).messages[0].reactions
        #expect(reactions?.count == 20)
        #expect(reactions?.first == .init(reaction: "30", count: 2))
        try await stage.record([change(33, of: message, .reacted("zz", isOn: true), by: ben)])
        let own = try await stage.page(#"{"room":"lobby"}"#, by: Asker(user: ben)).messages[0].reactions
        #expect(own?.count == 21)
        #expect(own?.last == .init(reaction: "zz", count: 1, mine: true))
    }

    @Test("entries come in their order, messages and changes in one sequence, from one room alone")
    func entries() async throws {
        let stage = try await HistoryStage()
        let first = Message.stub(1, text: "hello")
        let reply = Message(
            id: "reply",
            sequence: 3,
            room: first.room,
            author: ben,
            text: "hi",
            at: 1,
            replyTo: 1
        )
        let reaction = change(2, of: first, .reacted("+1", isOn: true), by: ben)
        let taken = change(4, of: first, .reacted("+1", isOn: false), by: ben)
        try await stage.record([.posted(first), reaction, .posted(reply), taken])
        try await stage.record([Message.stub(2, room: "garden")])
        let found = try await stage.recorder.entries(of: first.room, after: 0, limit: 10)
        #expect(found == [.posted(first), reaction, .posted(reply), taken])
        #expect(
            try await stage.recorder.entries(of: first.room, after: 1, limit: 2) == [
                reaction, .posted(reply),
            ]
        )
        #expect(try await stage.recorder.entries(of: first.room, after: 4, limit: 10).isEmpty)
    }

    @Test("what a deleted message said is nowhere in the database")
    func deleted() async throws {
        let stage = try await HistoryStage()
        let message = Message.stub(1, text: "secret")
        try await stage.record([message])
        try await stage.record([change(2, of: message, .edited(text: "secret, too"), by: ada)])
        try await stage.record([change(3, of: message, .deleted, by: ada)])
        let entries = try await stage.recorder.entries(of: message.room, after: 0, limit: 10)
        #expect(entries.map(\.sequence) == [1, 2, 3])
        #expect(!"\(entries)".contains("secret"))
        let found = try await stage.recorder.earlier([message.key])
        #expect(found.map(\.isDeleted) == [true] && found.map(\.text) == [""])
        for table in ["history_message", "history_change", "history_reaction"] {
            #expect(!"\(try await stage.store.read(Statement("SELECT * FROM \(table)")))".contains("secret"))
        }
    }
}
