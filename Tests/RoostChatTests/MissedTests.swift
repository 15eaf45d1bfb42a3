import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: catching up")
struct MissedTests {
    private func missed(_ sequence: Int64, in room: Room, by session: Session) async throws -> Missed {
        try await room.missed(after: sequence, permit: try session.permit(.read, on: .lobby))
    }

    @Test("who was away gets all that came, in order, and nothing of what they had")
    func missed() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        for number in 1...3 { _ = try await room.post("\(number)", id: "\(number)", by: ada) }
        _ = try await room.react("+1", id: "1", of: ada, by: ada)
        let missed = try await missed(1, in: room, by: ada)
        #expect(missed.sequence == 4)
        #expect(missed.entries?.map(\.sequence) == [2, 3, 4])
        #expect(try await self.missed(4, in: room, by: ada).entries == [])
    }

    @Test("a gap that is too large is not told in part, and neither is one from the future")
    func tooLarge() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        let count = 3 * RoomLog.entryLimit
        _ = try await stage.burst((1...count).map(String.init), by: ada, to: room).messages(count)
        let last = Int64(count)
        let most = try await missed(last - Int64(RoomLog.entryLimit), in: room, by: ada)
        #expect(most.entries?.map(\.sequence) == Array((last - Int64(RoomLog.entryLimit) + 1)...last))
        for sequence in [0, last - Int64(RoomLog.entryLimit) - 1, last + 1] {
            let missed = try await missed(sequence, in: room, by: ada)
            #expect(missed.entries == nil && missed.sequence == last)
        }
    }

    @Test("after a restart the recorder tells, as far as it knows all")
    func afterRestart() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        let before = try await stage.lobby(recorders: [recorder])
        for number in 1...3 { _ = try await before.post("\(number)", id: "\(number)", by: ada) }

        let room = try await stage.lobby(recorders: [recorder])
        _ = try await room.post("4", id: "4", by: ada)
        let texts = try await missed(1, in: room, by: ada).entries?.map { try $0.posted.text }
        #expect(texts == ["2", "3", "4"])

        // The recorder of these tests keeps no changes: from here on there is a hole.
        _ = try await room.revise(.edit("five"), id: "4", by: ada)
        let restarted = try await stage.lobby(recorders: [recorder])
        #expect(try await missed(1, in: restarted, by: ada).entries == nil)
        #expect(try await missed(5, in: restarted, by: ada).entries == [])
    }

    @Test(
        "who comes back hears what comes while the recorder is asked, and comes back to no more than one can read"
    )
    func recovers() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        let before = try await stage.lobby(recorders: [recorder])
        let count = RoomLog.entryLimit + 1
        _ = try await stage.burst((1...count).map(String.init), by: ada, to: before).messages(count)
        let room = try await stage.lobby(recorders: [recorder])
        let phone = TestDevice("phone", of: ada)

        /// Comes back, while somebody says something.
        func recover(after sequence: Int64, hearing id: String) async throws -> [Int64]? {
            recorder.gate.shut()
            async let entries = room.recover(
                phone,
                as: .online,
                after: sequence,
                reading: try ada.permit(.read, on: .lobby),
                joining: try ada.permit(.join, on: .lobby)
            )
            await recorder.gate.arrival()
            _ = try await room.post("meanwhile", id: id, by: ada)
            recorder.gate.open()
            return try await entries?.map(\.sequence)
        }

        #expect(try await recover(after: 1, hearing: "one too many") == nil)
        #expect(phone.hears.isEmpty)
        #expect(try await missed(1, in: room, by: ada).entries == nil)
        #expect(try await recover(after: 10, hearing: "later") == Array(11...Int64(count) + 2))
        #expect(phone.hears == [.lobby])
    }

    @Test("modules get what was said latest as it is now, recorded or not", arguments: [false, true])
    func latest(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let ada = try await stage.session("ada")
        let room = try await stage.lobby(recorders: recorders)
        for id in ["1", "2"] { _ = try await room.post(id, id: id, by: ada) }
        _ = try await room.revise(.edit("two"), id: "2", by: ada)
        let messages = try await room.latestMessages(permit: try ada.permit(.read, on: .lobby))
        #expect(messages.map(\.text) == ["1", "two"])
    }

    @Test("without a recorder nothing is known of before a restart")
    func ephemeral() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        _ = try await stage.lobby().post("1", id: "1", by: ada)
        #expect(try await missed(0, in: try await stage.lobby(), by: ada).entries == nil)
    }

    @Test("what a deleted message said is not told again, in none of its forms")
    func deleted() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        _ = try await room.post("secret", id: "1", by: ada)
        _ = try await room.revise(.edit("secret, too"), id: "1", by: ada)
        _ = try await room.revise(.delete, id: "1", by: ada)
        let entries = try #require(try await missed(0, in: room, by: ada).entries)
        #expect(entries.map(\.sequence) == [1, 2, 3])
        #expect(try entries[0].posted.isDeleted)
        #expect(!"\(entries)".contains("secret"))
    }
}
