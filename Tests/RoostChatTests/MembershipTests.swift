import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: membership")
struct MembershipTests {
    @Test("a user comes with their first device and goes with their last")
    func devices() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        let (phone, desk) = (TestDevice("phone", of: ada), TestDevice("desk", of: ada))
        _ = try await room.join(phone, permit: try ada.permit(.join, on: .lobby))
        _ = try await room.join(desk, permit: try ada.permit(.join, on: .lobby))
        _ = try await room.join(desk, permit: try ada.permit(.join, on: .lobby))
        #expect(stage.witness.plainFacts == [.joined(ada.user)])
        #expect(phone.hears == [.lobby] && desk.hears == [.lobby])
        await room.leave(phone)
        #expect(stage.witness.plainFacts == [.joined(ada.user)])
        #expect(phone.hears.isEmpty)
        await room.leave(desk)
        await room.leave(desk)
        #expect(stage.witness.plainFacts == [.joined(ada.user), .left(ada.user)])
    }

    @Test("who joins learns who is there, by name, and the number of the latest message")
    func state() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let (zoe, ada) = (try await stage.session("zoe"), try await stage.session("ada"))
        _ = try await room.join(TestDevice("1", of: zoe), permit: try zoe.permit(.join, on: .lobby))
        _ = try await room.post("hello", id: "1", by: zoe)
        let state = try await room.join(TestDevice("2", of: ada), permit: try ada.permit(.join, on: .lobby))
        #expect(state.members.map(\.rawValue) == ["ada", "zoe"])
        #expect(state.sequence == 1)
    }

    @Test("a device that leaves while a message is recorded does not hear it; who left may come back")
    func leavesMeanwhile() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let ada = try await stage.session("ada")
        _ = try await stage.lobby(recorders: [recorder]).post("old", id: "old", by: ada)
        let room = try await stage.lobby(recorders: [recorder])
        let phone = TestDevice("phone", of: ada)
        _ = try await room.join(phone, permit: try ada.permit(.join, on: .lobby))
        recorder.gate.shut()
        let answers = try await stage.burst(["old", "new"], by: ada, to: room)
        await recorder.gate.arrival()
        await room.leave(phone)
        #expect(phone.hears.isEmpty)
        #expect(await room.members.isEmpty)
        recorder.gate.open()
        let new = try await answers.messages(2)[1]
        let state = try await room.join(phone, permit: try ada.permit(.join, on: .lobby))
        #expect(state.sequence == new.sequence && state.members == [ada.user])
        #expect(phone.hears == [.lobby])
        #expect(
            stage.witness.plainFacts.filter { if case .answered = $0 { false } else { true } }.suffix(4)
                == [.joined(ada.user), .left(ada.user), .posted(new), .joined(ada.user)]
        )
    }
}
