import RoostAuth
import RoostKit
import RoostStore
import Synchronization
import Testing

@testable import RoostChat

@Suite("Room: numbers and failures")
struct SequenceTests {
    @Test("what cannot be recorded is seen by nobody, and leaves no gap")
    func recorderFailure() async throws {
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

    @Test(
        "where the sequence cannot be kept nobody sees the message, and no number is lost",
        arguments: [false, true]
    )
    func storageFailure(isRecorded: Bool) async throws {
        let stage = try await ChatStage()
        let recorders = isRecorded ? [try await TestRecorder(stage.store)] : []
        let room = try await stage.lobby(recorders: recorders)
        let ada = try await stage.session("ada")
        try await stage.withoutRooms {
            let lost = try await stage.burst(["1", "2"], by: ada, to: room)
            #expect(await lost.errors(2) == [.storageUnavailable, .storageUnavailable])
        }
        #expect(stage.witness.facts.isEmpty)
        #expect(try await room.post("kept", id: "3", by: ada).sequence == 1)
        #expect(try await room.post("again", id: "1", by: ada).sequence == 2)
        let restarted = try await stage.lobby(recorders: recorders)
        #expect(try await restarted.post("later", id: "4", by: ada).sequence > 2)
    }

    @Test("recorded numbers go on after a restart without a gap")
    func recordedRestart() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("hello", id: "1", by: ada)
        let restarted = try await stage.lobby(recorders: [recorder])
        let state = try await restarted.join(
            TestDevice("1", of: ada),
            permit: try ada.permit(.join, on: .lobby)
        )
        #expect(state.sequence == 1)
        #expect(try await restarted.post("hello", id: "2", by: ada).sequence == 2)
    }

    @Test("numbers that were given while a module recorded for a while are not used again after a restart")
    func recorderForAWhile() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        let recorders = Mutex<[any Recorder]>([])
        let directory = RoomDirectory(
            store: stage.store,
            recorders: { recorders.withLock(\.self) },
            announcer: stage.witness,
            group: stage.eventLoop
        )
        let room = try await directory.room(.lobby)
        for (id, recording) in [("1", []), ("2", [recorder]), ("3", [])] as [(String, [any Recorder])] {
            recorders.withLock { $0 = recording }
            _ = try await room.post("hello", id: id, by: ada)
        }
        #expect(stage.witness.posted.map(\.sequence) == [1, 2, 3])
        #expect(try await stage.lobby().post("hello", id: "4", by: ada).sequence > 3)
    }

    @Test("without recorders numbers have no gap, and none is used again after a restart")
    func ephemeralRestart() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let room = try await stage.lobby()
        // More than are set aside at a time.
        let count = Int(2 * Room.reservation) + 10
        let messages = try await stage.burst((1...count).map(String.init), by: ada, to: room).messages(count)
        for number in 1...count { _ = try await room.post("more", id: "more \(number)", by: ada) }
        #expect(messages.map(\.sequence) == Array(1...Int64(count)))
        #expect(stage.witness.posted.map(\.sequence) == Array(1...Int64(2 * count)))

        let restarted = try await stage.lobby()
        let state = try await restarted.join(
            TestDevice("1", of: ada),
            permit: try ada.permit(.join, on: .lobby)
        )
        #expect(state.sequence >= Int64(2 * count))
        #expect(try await restarted.post("hello", id: "new", by: ada).sequence == state.sequence + 1)
    }
}
