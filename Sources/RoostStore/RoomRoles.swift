internal import GRDB
package import RoostKit

/// The table of roles in rooms.
package struct RoomRoles: Sendable {
    let store: Store

    /// Who has which role in `room`, by user.
    package func list(in room: RoomID) async throws(StoreError) -> [(user: UserID, role: String)] {
        let query = Statement(
            "SELECT user, role FROM room_role WHERE room = ?1 ORDER BY user",
            [.text(room.rawValue)]
        )
        return try await store.read(query) { row in
            (
                UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String.self, atIndex: 1)
            )
        }
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
