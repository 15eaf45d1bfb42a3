import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: settling")
struct SettlingTests {
    @Test("who waits for a room has every message that was posted before delivered")
    func settles() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("old", id: "old", by: ada)
        let room = try await stage.lobby(recorders: [recorder])
        recorder.gate.shut()
        let first = try await stage.burst(["old", "new"], by: ada, to: room)
        await recorder.gate.arrival()
        // This one waits for the batch that is held.
        let second = try await stage.burst(["newer"], by: ada, to: room)
        let settled = Task.immediate {
            await room.settle()
            return (first.count, second.count)
        }
        // Behind the call above on the room's event loop: from here on somebody waits.
        #expect(await room.members.isEmpty)
        recorder.gate.open()
        #expect(await settled.value == (2, 1))
    }

    @Test("a room that has nothing to do is settled")
    func idle() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        await room.settle()
        let ada = try await stage.session("ada")
        _ = try await room.post("hello", id: "1", by: ada)
        await room.settle()
    }
}
