import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: rooms by what they say")
struct RoomSearchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func room(_ id: String, _ title: String, topic: String = "") -> StoredRoom {
        StoredRoom(id: RoomID(rawValue: id), title: title, topic: topic, createdAt: 1)
    }

    private func found(_ search: String, in store: Store, limit: Int = 10) async throws -> [String] {
        let query = RoomQuery(
            user: UserID(rawValue: "ada"),
            privateRooms: .all(besides: []),
            search: search,
            limit: limit
        )
        let rooms = try await store.rooms.list(query).map(\.room.id.rawValue)
        let ofAdministrators = try await store.rooms.list(after: nil, containing: search, limit: limit)
        #expect(ofAdministrators.map(\.id.rawValue) == rooms)
        return rooms
    }

    @Test("whoever sees private rooms sees of conversations their own alone")
    func conversations() async throws {
        let store = try await folder.openStore()
        for id in ["den~1", "own~~1", "talk~~1"] { try await store.add(room(id, "Ours")) }
        let query = RoomQuery(
            user: UserID(rawValue: "ada"),
            privateRooms: .all(besides: [RoomID(rawValue: "own~~1")]),
            limit: 9
        )
        #expect(try await store.rooms.list(query).map(\.room.id.rawValue) == ["den~1", "lobby", "own~~1"])
        let ofAdministrators = try await store.rooms.list(after: nil, containing: nil, limit: 9)
        #expect(ofAdministrators.map(\.id.rawValue) == ["den~1", "lobby"])
    }

    @Test(
        "a search finds parts of id, title and topic, whatever the case and however short",
        arguments: [
            ("roses", ["den", "garden"]), ("ROSES AND", ["garden"]), ("gar", ["garden"]), ("ard", ["garden"]),
            ("\"quoted\" *", ["den"]), ("ÜSS", ["den"]), ("é", ["garden"]), ("te", ["den"]), ("tulips", []),
            ("roses  and", []), ("", ["den", "garden", "hall", "lobby"]), ("is", ["den"]), ("MO", ["garden"]),
            ("q", ["den"]), ("\"", ["den"]), ("qz", []), ("会", ["hall"]), ("会议", ["hall"]), ("ς", ["hall"]),
            ("ος", ["hall"]), ("s ", ["garden"]),
        ]
    )
    func parts(search: String, ids: [String]) async throws {
        let store = try await folder.openStore()
        try await store.add(room("garden", "Café", topic: "Roses and more"))
        try await store.add(room("den", "FÜSSE", topic: "No roses: tea, \"quoted\" * AND -this"))
        try await store.add(room("hall", "Χώρος", topic: "大会议室"))
        #expect(try await found(search, in: store) == ids)
    }

    @Test("a search that finds little looks at little, however short", arguments: ["r", "ro", "ros"])
    func index(search: String) async throws {
        let store = try await folder.openStore()
        try await store.add(room("garden", "Roses"))
        #expect(try await found(search, in: store) == ["garden"])
        // What the index does not have is not looked for elsewhere.
        try await store.commit([Statement("INSERT INTO room_word (room_word) VALUES ('delete-all')")])
        #expect(try await found(search, in: store) == [])
    }

    @Test("what a room said before it was changed or deleted is not found any more")
    func changes() async throws {
        let store = try await folder.openStore()
        let changes = RightsChanges(store: store, by: .command, at: 7)
        try await store.add(room("garden", "Roses"))
        _ = try await changes.update(RoomID(rawValue: "garden"), .details(title: "Tulips", topic: nil))
        #expect(try await found("roses", in: store) == [])
        #expect(try await found("tulips", in: store) == ["garden"])
        #expect(try await changes.remove(RoomID(rawValue: "garden")))
        #expect(try await found("tulips", in: store) == [])
        try await store.add(room("den", "Tulips"))
        #expect(try await found("tulips", in: store) == ["den"])
    }

    @Test("a page of what a thousand rooms say is the first of them by id")
    func many() async throws {
        let store = try await folder.openStore()
        let names = (0..<1_200).map { "room-\(1_000 + $0)" }.shuffled()
        try await store.commit(names.map { Rooms.insertion(of: room($0, "All alike")) })
        #expect(try await found("alike", in: store, limit: 2) == ["room-1000", "room-1001"])
        #expect(try await found("room-2199", in: store) == ["room-2199"])
    }

    @Test("rooms from before titles were folded by Unicode's rules are found whatever the case")
    func fromBefore() async throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: TemporaryFolder.migrations)
        where file < "0025" {
            try folder.write(
                try String(contentsOfFile: TemporaryFolder.migrations + "/" + file, encoding: .utf8),
                to: file
            )
        }
        let old = try await folder.openWithOwnMigrations()
        try await old.commit([
            Statement(
                "INSERT INTO room (id, title, created_at, search) VALUES ('old', 'ÄRGER', 1, lower('old ÄRGER'))"
            )
        ])
        try await old.close()
        #expect(try await found("ärger", in: try await folder.openStore()) == ["old"])
    }
}
