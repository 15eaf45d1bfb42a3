import RoostAuth
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

    @Test("an answer to what was said in another room is one to nothing")
    func elsewhere() throws {
        let (ada, den) = (UserID(rawValue: "ada"), RoomID(rawValue: "den"))
        var log = RoomLog(sequence: 10)
        log.remember(Message(id: "a", sequence: 7, room: den, author: ada, text: "a", at: 1))
        let batch = Batch([past("b", replyTo: "a", at: 6)], after: log, in: room, at: 1_000)
        guard case .posted(let message)? = batch.entries.first else { throw ChatError.noSuchMessage }
        #expect(message.replyTo == nil)
    }

    @Test("they are told to nobody, who was there when they were said")
    func silent() async throws {
        let stage = try await ChatStage()
        let (room, ada) = (try await stage.lobby(), try await stage.session("ada"))
        let answers = Answers(stage.witness)
        let permit = Authority.permit(.moderate, on: .lobby, asModuleFor: ada.user)
        let key = MessageKey(author: UserID(rawValue: "ben"), id: "1")
        room.take(past: "old", key, replyTo: nil, at: 5, permit: permit) { answers.take($0) }
        #expect(try await answers.messages(1).map(\.at) == [5])
        #expect(stage.witness.posted.isEmpty)
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
