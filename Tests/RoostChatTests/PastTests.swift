import RoostKit
import Testing

@testable import RoostChat

@Suite("Batch: messages from elsewhere")
struct PastTests {
    private let room = RoomID(rawValue: "lobby")

    private func past(_ id: String, replyTo: String? = nil, at: Int64) -> Draft {
        let ada = UserID(rawValue: "ada")
        let parent = replyTo.map { MessageKey(author: ada, id: $0) }
        let key = MessageKey(author: ada, id: id)
        return Draft(content: .past(key, text: id, replyTo: parent, at: at)) { _ in }
    }

    @Test("they get the next places with their own times, and replies find what they are to")
    func places() throws {
        let drafts = [past("a", at: 5), past("b", replyTo: "a", at: 6), past("c", replyTo: "nothing", at: 7)]
        let batch = Batch(drafts, after: RoomLog(sequence: 10), in: room, at: 1_000)
        let messages = try batch.outcomes.map { outcome in
            guard case .posted(let message) = try outcome.answer.get() else { throw ChatError.noSuchMessage }
            return message
        }
        #expect(messages.map(\.sequence) == [11, 12, 13])
        #expect(messages.map(\.at) == [5, 6, 7])
        #expect(messages.map(\.replyTo) == [nil, 11, nil])
    }

    @Test("one that is there already adds nothing")
    func twice() throws {
        let batch = Batch(
            [past("a", at: 5), past("a", at: 6)],
            after: RoomLog(sequence: 0),
            in: room,
            at: 1_000
        )
        #expect(batch.entries.count == 1)
        #expect(try batch.outcomes[1].answer.get() == batch.entries[0])
    }
}
