import NIOCore
import NIOPosix
import RoostAuth
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostChat

@Suite("RoomDirectory: finding rooms")
struct DirectoryTests {
    @Test("one room is one actor, however many ask for it at once")
    func oneActor() async throws {
        let stage = try await ChatStage()
        let directory = RoomDirectory(
            store: stage.store,
            recorders: { [] },
            announcer: stage.witness,
            group: .singletonMultiThreadedEventLoopGroup
        )
        let rooms = try await withThrowingTaskGroup(of: Room.self) { group in
            for _ in 0..<20 { group.addTask { try await directory.room(.lobby) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(rooms.map(ObjectIdentifier.init)).count == 1)
        #expect(rooms[0].id == .lobby)
    }

    @Test("who runs on a room's executor asks it without giving up the event loop")
    func sharedExecutor() async throws {
        let stage = try await ChatStage()
        let executor = stage.eventLoop.executor
        let directory = RoomDirectory(
            store: stage.store,
            recorders: { [] },
            announcer: stage.witness,
            group: stage.eventLoop,
            executor: { _ in executor }
        )
        let neighbour = Neighbour(executor, on: stage.eventLoop)
        #expect(await neighbour.staysOnLoop(asking: try await directory.room(.lobby)))
    }

    @Test("of two changes of a room the later one counts, whichever comes first")
    func laterChange() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let before = await room.details
        let archived = try await stage.authority.archive(.lobby, isArchived: true)
        let opened = try await stage.authority.archive(.lobby, isArchived: false)
        await room.adopt(opened, from: archived)
        await room.adopt(archived, from: before)
        #expect(await room.details == opened)
    }

    @Test("rooms that one may not see are not among those that one belongs to")
    func joined() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let den = try await stage.authority.addRoom("den", title: nil, isPrivate: true)
        _ = try await stage.authority.setRole("member", of: "ada", in: den)
        let token = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        let directory = stage.directory()
        #expect(try await stage.store.memberships.add(ada.user, to: den, read: 0, at: 1))
        let member = try await stage.authority.authenticate(token: token)
        #expect(try await directory.joined(permit: try member.permit(.listRooms)).map(\.room.id) == [den])
        #expect(try await directory.joined(permit: try ada.permit(.listRooms)).isEmpty)
    }

    @Test("a room that is not there is not found, until it is added")
    func notFound() async throws {
        let stage = try await ChatStage()
        let directory = stage.directory()
        let den = RoomID(rawValue: "den")
        await #expect(throws: ChatError.notFound) { _ = try await directory.room(den) }
        try await stage.store.add(StoredRoom(id: den, title: "Den", createdAt: 1))
        #expect(try await directory.room(den).details.title == "Den")
    }

    @Test("the list has every room by id, also those that nobody has asked for")
    func list() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        try await stage.store.add(StoredRoom(id: RoomID(rawValue: "den"), title: "Den", createdAt: 1))
        let listed = try await stage.directory().list(limit: 10, permit: try ada.permit(.listRooms))
        #expect(listed.map(\.room.id.rawValue) == ["den", "lobby"])
        #expect(listed.map(\.room.title) == ["Den", "Lobby"])
    }

    @Test("a store that does not answer is said to be unavailable; a room in use stays")
    func unavailable() async throws {
        let stage = try await ChatStage()
        let ada = try await stage.session("ada")
        let directory = stage.directory()
        let lobby = try await directory.room(.lobby)
        try await stage.withoutRooms {
            await #expect(throws: ChatError.storageUnavailable) {
                _ = try await directory.room(RoomID(rawValue: "den"))
            }
            await #expect(throws: ChatError.storageUnavailable) {
                _ = try await directory.list(limit: 10, permit: try ada.permit(.listRooms))
            }
            let again = try await directory.room(.lobby)
            #expect(again === lobby)
        }
    }
}

/// Runs where a room does.
private actor Neighbour {
    private nonisolated let executor: any SerialExecutor
    private let eventLoop: any EventLoop
    private var isElsewhere = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ executor: any SerialExecutor, on eventLoop: any EventLoop) {
        self.executor = executor
        self.eventLoop = eventLoop
    }

    /// Whether the event loop does nothing else while `room` is asked.
    func staysOnLoop(asking room: Room) async -> Bool {
        eventLoop.execute { self.assumeIsolated { $0.isElsewhere = true } }
        _ = await room.sequence
        return !isElsewhere
    }
}
