import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: posting")
struct PostingTests {
    @Test(
        "everybody sees the messages of several senders in one order, without a gap",
        arguments: [false, true]
    )
    func order(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let sessions = [try await stage.session("ada"), try await stage.session("ben")]
        let acked = try await withThrowingTaskGroup(of: [Message].self) { group in
            for session in sessions {
                group.addTask {
                    var messages: [Message] = []
                    for number in 0..<50 {
                        messages.append(try await room.post("\(number)", id: "\(number)", by: session))
                    }
                    return messages
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let seen = stage.witness.posted
        #expect(seen.map(\.sequence) == Array(1...100))
        for messages in acked {
            #expect(seen.filter { $0.author == messages[0].author } == messages)
            #expect(messages.map(\.text) == (0..<50).map { "\($0)" })
        }
    }

    @Test("a message is announced before its author gets the ack")
    func announcedFirst() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let message = try await room.post("hello", id: "1", by: try await stage.session("ada"))
        #expect(stage.witness.posted == [message])
    }

    @Test("a retry gets the first message, and nobody sees it twice", arguments: [false, true])
    func retry(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        async let one = room.post("hello", id: "1", by: ada)
        async let other = room.post("hello", id: "1", by: ada)
        let both = [try await one, try await other]
        #expect(both[0] == both[1])
        #expect(try await room.post("changed", id: "1", by: ada) == both[0])
        #expect(stage.witness.posted == [both[0]])
    }

    @Test("a retry after a restart gets the first message, and what came with it goes through")
    func retryAfterRestart() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("hello", id: "1", by: ada)
        let restarted = try await stage.lobby(recorders: [recorder])
        async let retry = restarted.post("hello", id: "1", by: ada)
        async let fresh = restarted.post("new", id: "2", by: ada)
        #expect(try await retry.sequence == 1)
        #expect(try await fresh.sequence == 2)
        #expect(stage.witness.posted.map(\.text) == ["hello", "new"])
    }

    @Test("what cannot be recorded is seen by nobody, and leaves no gap")
    func storageFailure() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let room = try await stage.lobby(recorders: [recorder])
        let ada = try await stage.session("ada")
        recorder.isBroken = true
        await #expect(throws: ChatError.storageUnavailable) { try await room.post("lost", id: "1", by: ada) }
        #expect(stage.witness.posted.isEmpty)
        recorder.isBroken = false
        #expect(try await room.post("kept", id: "2", by: ada).sequence == 1)
        #expect(try await room.post("lost", id: "1", by: ada).sequence == 2)
    }

    @Test("numbers are not used again after a restart, recorded or not")
    func numbersAfterRestart() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let last = try await stage.lobby().post("hello", id: "1", by: ada).sequence
        let next = try await stage.lobby().post("hello", id: "2", by: ada).sequence
        #expect(next > last)
    }
}
