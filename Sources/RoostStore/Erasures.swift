internal import GRDB
internal import RoostKit

/// What modules have yet to erase of users whose accounts, and of rooms that, are gone.
package struct Erasures: Sendable {
    let store: Store

    /// All of it, each with the module that has to do it.
    package func list() async throws(StoreError) -> [(module: String, erasure: Erasure)] {
        let users = Statement(
            "SELECT module, user, stand_in, removes_messages FROM erasure ORDER BY user, module"
        )
        let rooms = Statement("SELECT module, room FROM room_erasure ORDER BY room, module")
        let ofUsers = try await store.read(users) { row in
            let erasure = UserErasure(
                user: UserID(rawValue: try row.decode(String.self, atIndex: 1)),
                standIn: UserID(rawValue: try row.decode(String.self, atIndex: 2)),
                removesMessages: try row.decode(Bool.self, atIndex: 3)
            )
            return (module: try row.decode(String.self, atIndex: 0), erasure: Erasure.user(erasure))
        }
        let ofRooms = try await store.read(rooms) { row in
            let room = RoomID(rawValue: try row.decode(String.self, atIndex: 1))
            return (module: try row.decode(String.self, atIndex: 0), erasure: Erasure.room(room))
        }
        return ofUsers + ofRooms
    }

    /// Notes that `module` has performed `erasure`.
    package func end(_ erasure: Erasure, in module: String, at time: Int64) async throws(StoreError) {
        let (table, column, id) =
            switch erasure {
            case .user(let erasure): ("erasure", "user", erasure.user.rawValue)
            case .room(let room): ("room_erasure", "room", room.rawValue)
            }
        let entry = AuditEntry(
            at: time,
            origin: Origin(user: "module:\(module)"),
            action: "\(column).erase",
            target: "\(column):\(id)",
            details: ""
        )
        try await store.commit([
            Statement(
                "DELETE FROM \(table) WHERE module = ?1 AND \(column) = ?2",
                [.text(module), .text(id)]
            ),
            AuditLog.insertion(of: entry),
        ])
    }

    /// The statement by which every module that ever kept something here has to perform `erasure`.
    static func insertion(of erasure: Erasure) -> RoostKit.Statement {
        switch erasure {
        case .user(let erasure):
            Statement(
                """
                INSERT INTO erasure (module, user, stand_in, removes_messages)
                SELECT DISTINCT module, ?1, ?2, ?3 FROM module_migration
                """,
                [
                    .text(erasure.user.rawValue), .text(erasure.standIn.rawValue),
                    .integer(erasure.removesMessages ? 1 : 0),
                ]
            )
        case .room(let room):
            Statement(
                "INSERT INTO room_erasure (module, room) SELECT DISTINCT module, ?1 FROM module_migration",
                [.text(room.rawValue)]
            )
        }
    }
}

extension Store {
    /// What modules have yet to erase.
    package var erasures: Erasures { Erasures(store: self) }
}
