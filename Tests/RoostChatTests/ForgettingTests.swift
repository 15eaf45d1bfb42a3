import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: users whose accounts are gone")
struct ForgettingTests {
    @Test("nobody who was away is told again what a deleted user said; messages of others are known on")
    func forgets() async throws {
        let stage = try await ChatStage()
        let (ada, ben) = (try await stage.session("ada"), try await stage.session("ben"))
        let directory = stage.directory()
        let room = try await directory.room(.lobby)
        let phone = TestDevice("phone", of: ben)
        _ = try await room.join(phone, permit: try ben.permit(.join, on: .lobby))
        let first = try await room.post("hello", id: "1", by: ada)
        _ = try await room.post("secret", id: "1", by: ben)
        await directory.forget(ben.user)
        #expect(await room.members.isEmpty && phone.hears.isEmpty)
        func missed(_ sequence: Int64) async throws -> [Int64]? {
            try await room.missed(after: sequence, permit: try ada.permit(.read, on: .lobby)).entries?
                .map(\.sequence)
        }
        #expect(try await missed(0) == nil)
        let key = MessageKey(author: ben.user, id: "1")
        #expect(try await room.message(key, permit: try ada.permit(.read, on: .lobby)) == nil)
        #expect(try await room.post("hello", id: "1", by: ada) == first)
        #expect(try await room.post("on", id: "2", by: ada).sequence == 3)
        #expect(try await missed(1) == nil)
        #expect(try await missed(2) == [3])
    }

    @Test(
        "whatever a deleted user did is forgotten, and what was done to them",
        arguments: ["posted", "reacted", "was reacted to", "noted"]
    )
    func entries(deed: String) {
        let (ada, ben) = (UserID(rawValue: "ada"), UserID(rawValue: "ben"))
        func reaction(to author: UserID, by user: UserID) -> RoomEntry {
            let key = MessageKey(author: author, id: "1")
            let kind = MessageChange.Kind.reacted("+1", isOn: true)
            return .changed(
                MessageChange(sequence: 1, room: .lobby, message: key, kind: kind, by: user, at: 1)
            )
        }
        func entry(by user: UserID) -> RoomEntry {
            switch deed {
            case "posted": .posted(Message(id: "1", sequence: 1, room: .lobby, author: user, text: "", at: 1))
            case "reacted": reaction(to: ada, by: user)
            case "was reacted to": reaction(to: user, by: ada)
            default: .noted(RoomFact(sequence: 1, room: .lobby, name: "x", by: user, payload: "{}", at: 1))
            }
        }
        for user in [ada, ben] {
            var log = RoomLog(sequence: 0)
            log.append(entry(by: user))
            log.forget(ben)
            #expect(log.entries(after: 0)?.isEmpty == (user == ben ? nil : false))
        }
    }

    @Test("a deleted user's messages are forgotten however long ago they were, and those of others are not")
    func older() {
        let (ada, ben) = (UserID(rawValue: "ada"), UserID(rawValue: "ben"))
        var log = RoomLog(sequence: 0)
        func message(_ number: Int, by user: UserID) -> Message {
            Message(id: "\(number)", sequence: Int64(number), room: .lobby, author: user, text: "", at: 1)
        }
        for number in 1...1_000 { log.append(.posted(message(number, by: number % 2 == 0 ? ada : ben))) }
        log.trim()
        log.append(.posted(message(1_001, by: ben)))
        log.forget(ben)
        for number in [1, 999, 1_001] {
            #expect(log.message(MessageKey(author: ben, id: "\(number)")) == nil)
        }
        for number in [2, 1_000] { #expect(log.message(MessageKey(author: ada, id: "\(number)")) != nil) }
    }
}
