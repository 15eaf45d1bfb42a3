import NIOPosix
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
        _ = await room.join(phone, permit: try ada.permit(.join, on: .lobby))
        _ = await room.join(desk, permit: try ada.permit(.join, on: .lobby))
        _ = await room.join(desk, permit: try ada.permit(.join, on: .lobby))
        #expect(stage.witness.facts == [.joined(ada.user)])
        #expect(phone.hears == [.lobby] && desk.hears == [.lobby])
        await room.leave(phone)
        #expect(stage.witness.facts == [.joined(ada.user)])
        #expect(phone.hears.isEmpty)
        await room.leave(desk)
        await room.leave(desk)
        #expect(stage.witness.facts == [.joined(ada.user), .left(ada.user)])
    }

    @Test("who joins learns who is there, by name, and the number of the latest message")
    func state() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let (zoe, ada) = (try await stage.session("zoe"), try await stage.session("ada"))
        _ = await room.join(TestDevice("1", of: zoe), permit: try zoe.permit(.join, on: .lobby))
        _ = try await room.post("hello", id: "1", by: zoe)
        let state = await room.join(TestDevice("2", of: ada), permit: try ada.permit(.join, on: .lobby))
        #expect(state.members.map(\.rawValue) == ["ada", "zoe"])
        #expect(state.sequence == 1)
    }

    @Test("one room is one actor, however many ask for it at once; one that is not there is not found")
    func directory() async throws {
        let stage = try await ChatStage()
        let directory = RoomDirectory(
            store: stage.store,
            recorders: [],
            announcer: stage.witness,
            group: .singletonMultiThreadedEventLoopGroup
        )
        let rooms = try await withThrowingTaskGroup(of: Room.self) { group in
            for _ in 0..<20 { group.addTask { try await directory.room(.lobby) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(rooms.map(ObjectIdentifier.init)).count == 1)
        await #expect(throws: ChatError.notFound) {
            _ = try await directory.room(RoomID(rawValue: "nowhere"))
        }
    }
}
