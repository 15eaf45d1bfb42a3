internal import GRDB
package import RoostKit

/// Who belongs to which room, and what they have read there.
package struct Memberships: Sendable {
    let store: Store

    /// Up to which entry `user` has read in `room`, or `nil` where they do not belong to it.
    package func read(by user: UserID, in room: RoomID) async throws(StoreError) -> Int64? {
        let query = Statement(
            "SELECT read FROM membership WHERE user = ?1 AND room = ?2",
            [.text(user.rawValue), .text(room.rawValue)]
        )
        return try await store.read(query) { try $0.decode(Int64.self, atIndex: 0) }.first
    }

    /// Lets `user` belong to `room`, of which they have read all up to `read`; a second time changes nothing.
    ///
    /// Somebody without an account belongs to no room, nor does somebody to a private one where they have no rights by then.
    /// - Returns: Whether that is so: a user belongs to a limited number of rooms.
    package func add(
        _ user: UserID,
        to room: RoomID,
        read: Int64,
        at time: Int64
    ) async throws(StoreError) -> Bool {
        let name = SQLValue.text(user.rawValue)
        return try await store.writer.commit { database in
            let count = try database.rows(
                of: Statement("SELECT count(*) FROM membership WHERE user = ?1", [name])
            ) { try $0.decode(Int.self, atIndex: 0) }
            guard count.first ?? 0 < Limits.roomsOfMember else { return false }
            let insertion = """
                INSERT OR IGNORE INTO membership (user, room, joined_at, read)
                SELECT user.name, room.id, ?3, ?4 FROM user, room WHERE user.name = ?1 AND room.id = ?2 AND (
                    instr(room.id, '~') = 0
                    OR EXISTS (SELECT 1 FROM room_role WHERE room_role.room = ?2 AND room_role.user = ?1)
                    OR EXISTS (
                        SELECT 1 FROM grant_rule WHERE subject IN ('user:' || ?1, 'role:' || user.role)
                            AND (ends_at IS NULL OR ends_at > ?3)
                            AND (resource = 'room:' || ?2 OR (resource = '*' AND instr(?2, '~~') = 0))
                    )
                )
                """
            let values: [SQLValue] = [name, .text(room.rawValue), .integer(time), .integer(read)]
            try database.run(Statement(insertion, values))
            return true
        }
    }

    /// Ends that `user` belongs to `room`, and says whether they did.
    package func remove(_ user: UserID, from room: RoomID) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            try !database.ids(of: Self.deletion(of: user, from: room)).isEmpty
        }
    }

    /// Whether both belong to one room, other than those for participants alone.
    package func share(_ one: UserID, _ other: UserID) async throws(StoreError) -> Bool {
        let query = Statement(
            """
            SELECT 1 FROM membership AS mine JOIN membership AS theirs USING (room)
            WHERE mine.user = ?1 AND theirs.user = ?2 AND instr(room, '~~') = 0 LIMIT 1
            """,
            [.text(one.rawValue), .text(other.rawValue)]
        )
        return try await !store.read(query).isEmpty
    }

    /// Moves `markers` on, never back; those of users who do not belong to the room are nothing.
    package func move(_ markers: [ReadMarker]) async throws(StoreError) {
        try await store.commit(
            markers.map { marker in
                Statement(
                    "UPDATE membership SET read = ?3 WHERE user = ?1 AND room = ?2 AND read < ?3",
                    [
                        .text(marker.key.user.rawValue), .text(marker.key.room.rawValue),
                        .integer(marker.read),
                    ]
                )
            }
        )
    }

    /// The statement that ends memberships of private rooms without a right there at `time`, after `user`, or anybody, lost
    /// a grant on `resource`.
    static func pruning(of user: String?, for resource: String, at time: Int64) -> RoostKit.Statement {
        let keys = [("user", user), ("room", StoredGrant.room(of: resource))].compactMap { column, text in
            text.map { (column, $0) }
        }
        let conditions = keys.enumerated().map { index, key in "\(key.0) = ?\(index + 1) AND " }
        return Statement(
            """
            DELETE FROM membership WHERE \(conditions.joined())instr(room, '~') > 0
            AND NOT EXISTS (
                SELECT 1 FROM room_role WHERE room_role.room = membership.room AND room_role.user = membership.user
            )
            AND NOT EXISTS (
                SELECT 1 FROM user JOIN grant_rule ON subject IN ('user:' || user.name, 'role:' || user.role)
                WHERE user.name = membership.user AND (ends_at IS NULL OR ends_at > ?\(keys.count + 1)) AND (
                    resource = 'room:' || membership.room
                    OR (resource = '*' AND instr(membership.room, '~~') = 0)
                )
            )
            """,
            keys.map { .text($0.1) } + [.integer(time)]
        )
    }

    /// The statement that ends that `user` belongs to `room`, and finds them where they did.
    static func deletion(of user: UserID, from room: RoomID) -> RoostKit.Statement {
        Statement(
            "DELETE FROM membership WHERE user = ?1 AND room = ?2 RETURNING user",
            [.text(user.rawValue), .text(room.rawValue)]
        )
    }

    /// Who belongs to `room`, by name after `after`, with the role that they have there.
    package func list(
        in room: RoomID,
        after: UserID?,
        limit: Int
    ) async throws(StoreError) -> [(user: UserID, role: String?)] {
        let query = Statement(
            """
            SELECT membership.user, room_role.role FROM membership
            LEFT JOIN room_role ON room_role.room = membership.room AND room_role.user = membership.user
            WHERE membership.room = ?1 AND membership.user > ?2 ORDER BY membership.user LIMIT ?3
            """,
            [.text(room.rawValue), .text(after?.rawValue ?? ""), .integer(Int64(limit))]
        )
        return try await store.read(query) { row in
            (
                UserID(rawValue: try row.decode(String.self, atIndex: 0)),
                try row.decode(String?.self, atIndex: 1)
            )
        }
    }
}

extension Store {
    /// Who belongs to which room.
    package var memberships: Memberships { Memberships(store: self) }
}
