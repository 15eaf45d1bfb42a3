internal import GRDB
package import RoostKit

/// The table of users.
package struct Users: Sendable {
    let store: Store

    static let columns =
        "user.name, user.role, user.password, user.created_at, user.disabled, user.generation"

    /// Adds `user`, as `origin` wants it.
    /// - Throws: `StoreError.duplicate` where the name is taken, or was a deleted user's.
    package func add(_ user: StoredUser, by origin: Origin = .command) async throws(StoreError) {
        try await store.commit([
            Self.insertion(of: user), AuditLog.insertion(of: Self.addition(of: user, by: origin)),
        ])
    }

    /// Keeps anybody from getting the name `id`, unless somebody has it.
    package func reserve(_ id: UserID, at time: Int64) async throws(StoreError) {
        try await store.commit([
            Statement(
                """
                INSERT OR IGNORE INTO retired_name (name, retired_at)
                SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM user WHERE name = ?1)
                """,
                [.text(id.rawValue), .integer(time)]
            )
        ])
    }

    /// What the audit log says of adding `user`.
    static func addition(of user: StoredUser, by origin: Origin) -> AuditEntry {
        AuditEntry(
            at: user.createdAt,
            origin: origin,
            action: "user.add",
            target: "user:\(user.id)",
            details: user.isDisabled ? "\(user.role), disabled" : user.role
        )
    }

    /// The user with this name, or `nil`.
    package func find(_ id: UserID) async throws(StoreError) -> StoredUser? {
        let query = Statement("SELECT \(Self.columns) FROM user WHERE name = ?1", [.text(id.rawValue)])
        return try await store.read(query) { try StoredUser($0) }.first
    }

    /// Every user, by name.
    package func list() async throws(StoreError) -> [StoredUser] {
        try await store.read(Statement("SELECT \(Self.columns) FROM user ORDER BY name")) {
            try StoredUser($0)
        }
    }

    /// The first `limit` users whose names come after `name` and contain `part`, where given; by name.
    package func list(
        after name: String?,
        containing part: String?,
        limit: Int
    ) async throws(StoreError) -> [StoredUser] {
        try await store.read(Self.page(after: name, containing: part, limit: limit)) { try StoredUser($0) }
    }

    /// The query for a page of users, which begins where the page before ended.
    static func page(after name: String?, containing part: String?, limit: Int) -> RoostKit.Statement {
        Statement(
            """
            SELECT \(columns) FROM user
            WHERE name > ?1 AND (?2 = '' OR instr(name, ?2) > 0) ORDER BY name LIMIT ?3
            """,
            [.text(name ?? ""), .text(part ?? ""), .integer(Int64(limit))]
        )
    }

    /// Gives the user another hash of the same password, but only while theirs is `current`.
    package func setPassword(
        _ password: String,
        of id: UserID,
        replacing current: String
    ) async throws(StoreError) {
        try await store.commit([
            Statement(
                "UPDATE user SET password = ?1 WHERE name = ?2 AND password = ?3",
                [.text(password), .text(id.rawValue), .text(current)]
            )
        ])
    }

    /// The statement that adds `user`.
    static func insertion(of user: StoredUser) -> RoostKit.Statement {
        Statement(
            """
            INSERT INTO user (name, role, password, created_at, disabled, generation)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """,
            [
                .text(user.id.rawValue), .text(user.role), .text(user.password), .integer(user.createdAt),
                .integer(user.isDisabled ? 1 : 0), .integer(user.generation),
            ]
        )
    }
}

extension Store {
    /// The table of users.
    package var users: Users { Users(store: self) }
}

extension StoredUser {
    /// The user in the six columns of `row` that begin at `index`.
    init(_ row: Row, at index: Int = 0) throws {
        self.init(
            id: UserID(rawValue: try row.decode(String.self, atIndex: index)),
            role: try row.decode(String.self, atIndex: index + 1),
            password: try row.decode(String.self, atIndex: index + 2),
            createdAt: try row.decode(Int64.self, atIndex: index + 3),
            isDisabled: try row.decode(Bool.self, atIndex: index + 4),
            generation: try row.decode(Int64.self, atIndex: index + 5)
        )
    }
}
