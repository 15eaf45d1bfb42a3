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

    @Test("a message is announced before its author gets the ack", arguments: [false, true])
    func announcedFirst(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        for ids in [["1", "2"], ["3", "4"]] {
            let messages = try await stage.burst(ids, by: ada, to: room).messages(2)
            #expect(messages.map(\.id) == ids)
            for message in messages {
                #expect(
                    stage.witness.facts.filter { $0 == .posted(message) || $0 == .answered(message) }
                        == [.posted(message), .answered(message)]
                )
            }
        }
    }

    @Test("of what was said a room remembers so much, and forgets the rest", arguments: [false, true])
    func bounded(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        var count = 0
        // Without a recorder the second burst needs no commit, and takes another way.
        for size in [1, 2 * RoomLog.entryLimit] {
            let ids = (count + 1...count + size).map(String.init)
            _ = try await stage.burst(ids, by: ada, to: room).messages(size)
            count += size
        }
        await room.settle()
        let log = await room.log
        #expect(log.entries(after: 0) == nil)
        #expect(log.entries(after: Int64(count - RoomLog.entryLimit))?.count == RoomLog.entryLimit)
    }

    @Test("what is posted while a batch is recorded comes after it, and none of it is lost")
    func postedMeanwhile() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let (ada, ben) = (try await stage.session("ada"), try await stage.session("ben"))
        _ = try await stage.lobby(recorders: [recorder]).post("old", id: "old", by: ada)

        // After a restart the retry makes the room ask the recorder, which waits.
        let room = try await stage.lobby(recorders: [recorder])
        recorder.gate.shut()
        let early = try await stage.burst(["old", "first"], by: ada, to: room)
        await recorder.gate.arrival()
        let late = try await stage.burst(["second", "third"], by: ben, to: room)
        #expect(stage.witness.posted.map(\.text) == ["old"])
        #expect(early.count == 0 && late.count == 0)

        recorder.gate.open()
        #expect(try await early.messages(2).map(\.sequence) == [1, 2])
        #expect(try await late.messages(2).map(\.sequence) == [3, 4])
        #expect(stage.witness.posted.map(\.text) == ["old", "first", "second", "third"])
        #expect(stage.witness.posted.map(\.sequence) == [1, 2, 3, 4])
    }

    @Test("a full inbox refuses what comes next, and keeps what it has")
    func busy() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("old", id: "old", by: ada)
        let room = try await stage.lobby(recorders: [recorder])
        recorder.gate.shut()
        let early = try await stage.burst(["old"], by: ada, to: room)
        await recorder.gate.arrival()

        let waiting = try await stage.burst((1...Room.inboxLimit).map(String.init), by: ada, to: room)
        let refused = try await stage.burst(["one too many"], by: ada, to: room)
        #expect(refused.count == 1 && waiting.count == 0)

        recorder.gate.open()
        #expect(await refused.errors(1) == [.busy])
        _ = try await early.messages(1)
        let kept = try await waiting.messages(Room.inboxLimit)
        #expect(kept.map(\.sequence) == (1...Int64(Room.inboxLimit)).map { $0 + 1 })
        #expect(
            try await room.post("later", id: "one too many", by: ada).sequence == kept[kept.count - 1]
                .sequence + 1
        )
    }

    @Test("an inbox that is full of long texts refuses what comes next")
    func busyWithText() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("old", id: "old", by: ada)
        let room = try await stage.lobby(recorders: [recorder])
        recorder.gate.shut()
        _ = try await stage.burst(["old"], by: ada, to: room)
        await recorder.gate.arrival()
        let page = String(repeating: "x", count: 8_192)
        let fitting = Room.inboxByteLimit / page.utf8.count
        let answers = try await stage.burst((0...fitting).map(String.init), saying: page, by: ada, to: room)
        #expect(await answers.errors(1) == [.busy])
        recorder.gate.open()
        await room.settle()
        #expect(try await room.post(page, id: "later", by: ada).sequence == Int64(fitting) + 2)
    }
}
