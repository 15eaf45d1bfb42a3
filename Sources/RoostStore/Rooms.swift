internal import GRDB
package import RoostKit

/// The table of rooms.
package struct Rooms: Sendable {
    let store: Store

    /// Adds `room`.
    /// - Throws: `StoreError.duplicate` where the id is taken.
    package func add(_ room: StoredRoom) async throws(StoreError) {
        try await store.commit([Self.insertion(of: room)])
    }

    /// The statement that adds `room`.
    static func insertion(of room: StoredRoom) -> RoostKit.Statement {
        Statement(
            "INSERT INTO room (id, title, created_at, sequence) VALUES (?1, ?2, ?3, ?4)",
            [
                .text(room.id.rawValue), .text(room.title), .integer(room.createdAt),
                .integer(room.sequence),
            ]
        )
    }

    /// The room with this id, or `nil`.
    package func find(_ id: RoomID) async throws(StoreError) -> StoredRoom? {
        let query = Statement(
            "SELECT id, title, created_at, sequence FROM room WHERE id = ?1",
            [.text(id.rawValue)]
        )
        return try await store.read(query) { try StoredRoom($0) }.first
    }

    /// Every room, by id.
    package func list() async throws(StoreError) -> [StoredRoom] {
        let query = Statement("SELECT id, title, created_at, sequence FROM room ORDER BY id")
        return try await store.read(query) { try StoredRoom($0) }
    }

    /// The statement that keeps `sequence` as the room's latest, for the same commit as what it numbers.
    package static func recordingStatement(_ room: RoomID, sequence: Int64) -> RoostKit.Statement {
        Statement(
            "UPDATE room SET sequence = ?1 WHERE id = ?2",
            [.integer(sequence), .text(room.rawValue)]
        )
    }
}

extension Store {
    /// The table of rooms.
    package var rooms: Rooms { Rooms(store: self) }
}

extension StoredRoom {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: RoomID(rawValue: try row.decode(String.self, atIndex: 0)),
            title: try row.decode(String.self, atIndex: 1),
            createdAt: try row.decode(Int64.self, atIndex: 2),
            sequence: try row.decode(Int64.self, atIndex: 3)
        )
    }
}
