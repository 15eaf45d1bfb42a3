internal import GRDB
package import RoostKit

/// The table of roles in rooms.
package struct RoomRoles: Sendable {
    let store: Store

    /// The role of `user` in `room`, or `nil`.
    package func find(of user: UserID, in room: RoomID) async throws(StoreError) -> String? {
        let query = Statement(
            "SELECT role FROM room_role WHERE room = ?1 AND user = ?2",
            [.text(room.rawValue), .text(user.rawValue)]
        )
        return try await store.read(query) { try $0.decode(String.self, atIndex: 0) }.first
    }

    /// Who has which role in `room`: the first `limit` users after `name`, by name.
    package func list(
        in room: RoomID,
        after name: String? = nil,
        limit: Int = .max
    ) async throws(StoreError) -> [(user: UserID, role: String)] {
        try await store.read(Self.page(in: room, after: name, limit: limit)) { row in
            (
                UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String.self, atIndex: 1)
            )
        }
    }

    /// The query for a page of those with roles, which begins where the page before ended.
    static func page(in room: RoomID, after name: String?, limit: Int) -> RoostKit.Statement {
        Statement(
            "SELECT user, role FROM room_role WHERE room = ?1 AND user > ?2 ORDER BY user LIMIT ?3",
            [.text(room.rawValue), .text(name ?? ""), .integer(Int64(limit))]
        )
    }

    /// The rooms in which `user` has a role, by room.
    package func list(of user: UserID) async throws(StoreError) -> [(room: RoomID, role: String)] {
        let query = Statement(
            "SELECT room, role FROM room_role WHERE user = ?1 ORDER BY room",
            [.text(user.rawValue)]
        )
        return try await store.read(query) { row in
            (
                RoomID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String.self, atIndex: 1)
            )
        }
    }
}

extension Store {
    /// The table of roles in rooms.
    package var roomRoles: RoomRoles { RoomRoles(store: self) }
}
