import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: about to be deleted")
struct DeletionTests {
    @Test("what was taken before is told, and nothing more is taken, until it stays after all")
    func closed() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let recorder = try await TestRecorder(stage.store)
        let directory = stage.directory(recorders: [recorder])
        let lobby = try await directory.room(.lobby)
        let phone = TestDevice("phone", of: ada)
        _ = try await lobby.join(phone, permit: try ada.permit(.join, on: .lobby))
        let answers = try await stage.burst(["1", "2"], by: ada, to: lobby)
        try await directory.close(.lobby)
        #expect(answers.count == 2)
        #expect(try await answers.messages(2).map { $0.id } == ["1", "2"])
        await #expect(throws: ChatError.notFound) { try await lobby.post("3", id: "3", by: ada) }
        await #expect(throws: ChatError.notFound) {
            _ = try await lobby.join(TestDevice("1", of: ada), permit: try ada.permit(.join, on: .lobby))
        }
        await #expect(throws: ChatError.busy) { try await directory.close(.lobby) }
        await lobby.leave(phone)
        await directory.reopen(.lobby)
        #expect(
            stage.witness.facts.last
                == .attended(.init(joined: [], left: [ada.user], statuses: [:], count: 0))
        )
        #expect(try await lobby.post("4", id: "4", by: ada).sequence == 3)
    }

    @Test("who was there is out, and the room is found no more")
    func gone() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let directory = stage.directory()
        let lobby = try await directory.room(.lobby)
        let device = TestDevice("1", of: ada)
        _ = try await lobby.join(device, permit: try ada.permit(.join, on: .lobby))
        try await directory.close(.lobby)
        try await stage.authority.deleteRoom(.lobby)
        let room = await directory.remove(.lobby)
        #expect(room === lobby)
        let before = stage.witness.facts
        #expect(await lobby.clear() == [ada.user])
        #expect(
            stage.witness.facts == before + [.left(ada.user)],
            "of a room that is gone modules hear, and nobody else"
        )
        #expect(device.hears.isEmpty)
        await #expect(throws: ChatError.notFound) { _ = try await directory.room(.lobby) }
        await #expect(throws: AccountError.roomTaken) {
            _ = try await stage.authority.addRoom("lobby", title: nil, isPrivate: false)
        }
        await #expect(throws: AccountError.unknownRoom) { try await stage.authority.deleteRoom(.lobby) }
    }
}
