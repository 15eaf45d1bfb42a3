import Dispatch
import RoostAuth
import RoostKit
import Testing

@testable import RoostChat
@testable import RoostStore

@Suite("Read markers")
struct ReadMarkerTests {
    private func stage() async throws -> (ChatStage, Session, ReadMarkers) {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        _ = try await stage.store.memberships.add(ada.user, to: .lobby, read: 5, at: 0)
        // Written by `flush` alone.
        return (stage, ada, ReadMarkers(store: stage.store, delay: .seconds(3_600)))
    }

    @Test("a marker moves on, and never back")
    func forward() async throws {
        let (stage, ada, markers) = try await stage()
        #expect(try await markers.move(to: 9, permit: try ada.permit(.read, on: .lobby)))
        #expect(try await !markers.move(to: 7, permit: try ada.permit(.read, on: .lobby)))
        #expect(await markers.read(by: ada.user, in: .lobby, stored: 5) == 9)
        #expect(try await stage.store.memberships.read(by: ada.user, in: .lobby) == 5)
        await markers.flush()
        #expect(try await stage.store.memberships.read(by: ada.user, in: .lobby) == 9)
        _ = try await markers.move(to: 3, permit: try ada.permit(.read, on: .lobby))
        await markers.flush()
        #expect(try await stage.store.memberships.read(by: ada.user, in: .lobby) == 9)
    }

    @Test("what could not be written is written later")
    func failure() async throws {
        let (stage, ada, markers) = try await stage()
        _ = try await markers.move(to: 9, permit: try ada.permit(.read, on: .lobby))
        try await stage.store.commit([Statement("ALTER TABLE membership RENAME TO hidden_membership")])
        await markers.flush()
        #expect(await markers.read(by: ada.user, in: .lobby, stored: 5) == 9)
        try await stage.store.commit([Statement("ALTER TABLE hidden_membership RENAME TO membership")])
        await markers.flush()
        #expect(try await stage.store.memberships.read(by: ada.user, in: .lobby) == 9)
    }

    @Test(
        "what could not be written is tried again by itself, and where it has moved on meanwhile, as it is then",
        .timeLimit(.minutes(5))
    )
    func retries() async throws {
        let (stage, ada, _) = try await stage()
        let markers = ReadMarkers(store: stage.store, delay: .milliseconds(1))
        let mayFail = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let hiding: Void = stage.store.writer.commit { database in
            begin.finish()
            mayFail.wait()
            try database.run(Statement("ALTER TABLE membership RENAME TO hidden_membership"))
        }
        for await _ in begun {}
        _ = try await markers.move(to: 9, permit: try ada.permit(.read, on: .lobby))
        while await !markers.isWriting { await Task.yield() }
        _ = try await markers.move(to: 12, permit: try ada.permit(.read, on: .lobby))
        mayFail.signal()
        try await hiding
        while await markers.isWriting { await Task.yield() }
        #expect(await markers.read(by: ada.user, in: .lobby, stored: 5) == 12)
        try await stage.store.commit([Statement("ALTER TABLE hidden_membership RENAME TO membership")])
        while try await stage.store.memberships.read(by: ada.user, in: .lobby) != 12 {
            try Task.checkCancellation()
        }
        // Nothing else than the failure has it tried again.
        try await stage.store.commit([Statement("ALTER TABLE membership RENAME TO hidden_membership")])
        _ = try await markers.move(to: 15, permit: try ada.permit(.read, on: .lobby))
        await markers.flush()
        try await stage.store.commit([Statement("ALTER TABLE hidden_membership RENAME TO membership")])
        while try await stage.store.memberships.read(by: ada.user, in: .lobby) != 15 {
            try Task.checkCancellation()
        }
    }

    @Test("at the end everything is written, also what came while a write was under way")
    func flush() async throws {
        let (stage, ada, markers) = try await stage()
        let isOver = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let holding: Void = stage.store.writer.commit { _ in
            begin.finish()
            isOver.wait()
        }
        for await _ in begun {}
        _ = try await markers.move(to: 9, permit: try ada.permit(.read, on: .lobby))
        let first = Task { await markers.flush() }
        while await !markers.isWriting { await Task.yield() }
        #expect(await markers.read(by: ada.user, in: .lobby, stored: 5) == 9)
        _ = try await markers.move(to: 12, permit: try ada.permit(.read, on: .lobby))
        let second = Task { await markers.flush() }
        isOver.signal()
        await second.value
        #expect(try await stage.store.memberships.read(by: ada.user, in: .lobby) == 12)
        await first.value
        try await holding
    }

    @Test("the list has what is not written yet")
    func list() async throws {
        let (stage, ada, _) = try await stage()
        let directory = stage.directory()
        #expect(try await directory.joined(permit: try ada.permit(.listRooms)).map(\.read) == [5])
        _ = try await directory.markers.move(to: 6, permit: try ada.permit(.read, on: .lobby))
        #expect(try await directory.joined(permit: try ada.permit(.listRooms)).map(\.read) == [6])
        #expect(try await directory.list(limit: 9, permit: try ada.permit(.listRooms)).map(\.read) == [6])
        let lobby = try await directory.room(.lobby)
        #expect(try await directory.enroll(in: lobby, permit: try ada.permit(.join, on: .lobby)) == 6)
    }

    @Test("recorders count where something is new to whoever belongs there, and are asked for nothing else")
    func unread() async throws {
        /// Counts a message for each number after what was read, up to ten.
        struct Counter: Recorder {
            func statements(recording entries: [RoomEntry]) -> [Statement] { [] }
            func earlier(_ keys: [MessageKey]) -> [Message] { [] }
            func entries(of room: RoomID, after sequence: Int64, limit: Int) -> [RoomEntry] { [] }
            func unread(by user: UserID, after read: [RoomID: Int64]) -> [RoomID: Unread] {
                read.mapValues { Unread(messages: Int(10 - $0), mentions: 0) }
            }
        }
        let (stage, ada, _) = try await stage()
        func listed(_ id: String, sequence: Int64, read: Int64?) -> ListedRoom {
            let room = StoredRoom(id: RoomID(rawValue: id), title: "", createdAt: 1, sequence: sequence)
            return ListedRoom(room: room, memberCount: 1, read: read)
        }
        let rooms = [
            listed("new", sequence: 10, read: 4), listed("old", sequence: 4, read: 4),
            listed("foreign", sequence: 10, read: nil),
        ]
        let counted = try await stage.directory(recorders: [Counter()]).unread(in: rooms, by: ada.user)
        #expect(
            counted == [
                RoomID(rawValue: "new"): Unread(messages: 6, mentions: 0), RoomID(rawValue: "old"): .nothing,
            ]
        )
        #expect(try await stage.directory().unread(in: rooms, by: ada.user).isEmpty)
    }
}
