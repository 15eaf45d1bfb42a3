import NIOCore
import RoostAuth
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostChat

@Suite("RoomDirectory: rooms that nobody uses")
struct HibernationTests {
    /// The rooms of `stage`, which rest for no time.
    private func directory(_ stage: ChatStage) -> RoomDirectory {
        RoomDirectory(
            store: stage.store,
            recorders: { [] },
            announcer: stage.witness,
            group: stage.eventLoop,
            restTime: .zero
        )
    }

    /// Returns once `directory` has so many rooms in memory, which is when its event loop has done what is to be done.
    private func settled(_ directory: RoomDirectory, at count: Int, on eventLoop: any EventLoop) async throws
    {
        for _ in 0..<1_000 where await directory.count != count {
            try await eventLoop.scheduleTask(in: .milliseconds(1)) {}.futureResult.get()
        }
        #expect(await directory.count == count)
    }

    @Test("100,000 rooms are listed by the page, and none is in memory until it is used and after that")
    func many() async throws {
        let stage = try await ChatStage()
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO room (id, title, created_at)
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000)
                SELECT format('room-%06d', n) || CASE WHEN n % 2 THEN '~secret' ELSE '' END, 'A room', 0 FROM number
                """
            )
        ])
        let directory = directory(stage)
        let ada = try await stage.session("ada")
        let page = try await directory.list(
            after: RoomID(rawValue: "room-050000"),
            limit: 3,
            permit: try ada.permit(.listRooms)
        )
        #expect(page.map(\.room.id.rawValue) == ["room-050002", "room-050004", "room-050006"])
        #expect(await directory.count == 0)
        let id = RoomID(rawValue: "room-000002")
        let device = TestDevice("1", of: ada)
        do {
            let room = try await directory.room(id)
            _ = try await room.join(device, permit: try ada.permit(.join, on: id))
            #expect(await directory.count == 1)
            await room.leave(device)
        }
        try await settled(directory, at: 0, on: stage.eventLoop)
    }

    @Test("a room that everybody has left rests for a while before it is gone")
    func rests() async throws {
        let stage = try await ChatStage()
        let (directory, ada) = (stage.directory(), try await stage.session("ada"))
        let device = TestDevice("1", of: ada)
        do {
            let room = try await directory.room(.lobby)
            _ = try await room.join(device, permit: try ada.permit(.join, on: .lobby))
            await room.leave(device)
        }
        try await stage.eventLoop.submit {}.get()
        #expect(await directory.count == 1)
    }

    @Test("a room that was gone goes on with its sequence")
    func goesOn() async throws {
        let stage = try await ChatStage()
        let recorder = try await TestRecorder(stage.store)
        let directory = RoomDirectory(
            store: stage.store,
            recorders: { [recorder] },
            announcer: stage.witness,
            group: stage.eventLoop,
            restTime: .zero
        )
        let ada = try await stage.session("ada")
        let first = try await directory.room(.lobby).post("1", id: "1", by: ada)
        try await settled(directory, at: 0, on: stage.eventLoop)
        let second = try await directory.room(.lobby).post("2", id: "2", by: ada)
        #expect((first.sequence, second.sequence) == (1, 2))
        let again = try await directory.room(.lobby).post("1", id: "1", by: ada)
        #expect(again.sequence == first.sequence, "a retry is known by the recorder")
    }

    @Test("a room stays one actor while somebody is in it, however many others are used meanwhile")
    func stays() async throws {
        let stage = try await ChatStage()
        let directory = directory(stage)
        let ada = try await stage.session("ada")
        let lobby = try await directory.room(.lobby)
        _ = try await lobby.join(TestDevice("1", of: ada), permit: try ada.permit(.join, on: .lobby))
        for number in 0..<2_000 {
            let id = RoomID(rawValue: "room-\(number)")
            try await stage.store.add(StoredRoom(id: id, title: "A room", createdAt: 0))
            _ = try await directory.room(id)
        }
        try await settled(directory, at: 1, on: stage.eventLoop)
        let again = try await directory.room(.lobby)
        #expect(again === lobby)
    }
}
