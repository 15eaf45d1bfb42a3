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
        let first = try await room.post("hello", id: "1", by: ada)
        _ = try await room.post("secret", id: "1", by: ben)
        await directory.forget(ben.user)
        let missed = try await room.missed(after: 0, permit: try ada.permit(.read, on: .lobby))
        #expect(missed.entries == nil)
        let key = MessageKey(author: ben.user, id: "1")
        #expect(try await room.message(key, permit: try ada.permit(.read, on: .lobby)) == nil)
        #expect(try await room.post("hello", id: "1", by: ada) == first)
        #expect(try await room.post("on", id: "2", by: ada).sequence == 3)
    }
}
