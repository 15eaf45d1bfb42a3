import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: retries")
struct RetryTests {
    @Test("a retry gets the first message, and nobody sees it twice", arguments: [false, true])
    func retry(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        let both = try await stage.burst(["1", "1"], by: ada, to: room).messages(2)
        #expect(both[0] == both[1])
        #expect(try await room.post("changed", id: "1", by: ada) == both[0])
        #expect(stage.witness.posted == [both[0]])
    }

    @Test(
        "an archived room answers a retry as it did, also after a restart, and takes nothing new",
        arguments: [false, true]
    )
    func retryInArchive(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        let first = try await room.post("1", id: "1", by: ada)
        let archived = try await stage.authority.archive(.lobby, isArchived: true)
        await room.adopt(archived, from: room.details)
        for room in isRecorded ? [room, try await stage.lobby(recorders: recorders)] : [room] {
            #expect(try await room.post("1", id: "1", by: ada).sequence == first.sequence)
            await #expect(throws: ChatError.archived) { _ = try await room.post("2", id: "2", by: ada) }
            await #expect(throws: ChatError.archived) {
                _ = try await room.revise(.delete, id: "1", by: ada)
            }
            #expect(await room.sequence == 1)
        }
        #expect(stage.witness.posted == [first])
    }

    @Test("the same id of another author is another message")
    func otherAuthor() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby(recorders: [try await TestRecorder(stage.store)])
        _ = try await room.post("from Ada", id: "1", by: try await stage.session("ada"))
        _ = try await room.post("from Ben", id: "1", by: try await stage.session("ben"))
        #expect(stage.witness.posted.map(\.text) == ["from Ada", "from Ben"])
    }

    @Test("a retry after a restart gets the first message, and what came with it goes through")
    func retryAfterRestart() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("1", id: "1", by: ada)
        let restarted = try await stage.lobby(recorders: [recorder])
        let messages = try await stage.burst(["1", "2", "1"], by: ada, to: restarted).messages(3)
        #expect(messages.map(\.sequence) == [1, 2, 1])
        #expect(messages.map(\.text) == ["1", "2", "1"])
        #expect(try await restarted.post("changed", id: "1", by: ada).text == "1")
        #expect(stage.witness.posted.map(\.text) == ["1", "2"])
    }
}
