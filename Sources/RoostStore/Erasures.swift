internal import GRDB
package import RoostKit

/// What modules have yet to erase of users whose accounts are gone.
package struct Erasures: Sendable {
    let store: Store

    /// All of it, each with the module that has to do it.
    package func list() async throws(StoreError) -> [(module: String, erasure: UserErasure)] {
        let query = Statement(
            "SELECT module, user, stand_in, removes_messages FROM erasure ORDER BY user, module"
        )
        return try await store.read(query) { row in
            let erasure = UserErasure(
                user: UserID(rawValue: try row.decode(String.self, atIndex: 1)),
                standIn: UserID(rawValue: try row.decode(String.self, atIndex: 2)),
                removesMessages: try row.decode(Bool.self, atIndex: 3)
            )
            return (try row.decode(String.self, atIndex: 0), erasure)
        }
    }

    /// Notes that `module` has nothing more of `user`.
    package func end(of user: UserID, in module: String, at time: Int64) async throws(StoreError) {
        let entry = AuditEntry(
            at: time,
            origin: Origin(user: "module:\(module)"),
            action: "user.erase",
            target: "user:\(user)",
            details: ""
        )
        try await store.commit([
            Statement(
                "DELETE FROM erasure WHERE module = ?1 AND user = ?2",
                [.text(module), .text(user.rawValue)]
            ),
            AuditLog.insertion(of: entry),
        ])
    }

    /// The statement by which every module that ever kept something here has to perform `erasure`.
    static func insertion(of erasure: UserErasure) -> RoostKit.Statement {
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
    }
}

extension Store {
    /// What modules have yet to erase.
    package var erasures: Erasures { Erasures(store: self) }
}
