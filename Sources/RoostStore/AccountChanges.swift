internal import GRDB
package import RoostKit

/// The changes of accounts: each looks, writes, and finds the sessions that it touches in one transaction.
package struct AccountChanges: Sendable {
    let store: Store
    private let administrator: String
    private let origin: Origin
    private let time: Int64

    /// The changes that `origin` makes at `time`, in milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// One user stays who can sign in and has the role `administrator`.
    package init(store: Store, administrator: String, by origin: Origin, at time: Int64) {
        self.store = store
        self.administrator = administrator
        self.origin = origin
        self.time = time
    }

    /// Keeps the user from signing in, and ends their sessions and invitations.
    package func disable(_ id: UserID) async throws(StoreError) -> AccountChange {
        try await change("disable", id, sparing: .administrator) { database, _ in
            try database.run(
                Statement(
                    "UPDATE user SET disabled = 1, generation = generation + 1 WHERE name = ?1",
                    [.text(id.rawValue)]
                )
            )
            try database.run(Links.invitationDeletion(of: id))
            return try Self.endSessions(of: id, in: database)
        }
    }

    /// Lets the user sign in again.
    package func enable(_ id: UserID) async throws(StoreError) -> AccountChange {
        try await change("enable", id, sparing: .nobody) { database, _ in
            try database.run(
                Statement("UPDATE user SET disabled = 0 WHERE name = ?1", [.text(id.rawValue)])
            )
            return []
        }
    }

    /// Removes the user of `erasure` with their sessions and grants, and has modules perform it; nobody gets the name again.
    package func delete(_ erasure: UserErasure) async throws(StoreError) -> AccountChange {
        let id = erasure.user
        let details = erasure.removesMessages ? "messages go" : "messages stay, of \(erasure.standIn)"
        return try await change("delete", details: details, id, sparing: .administrator) { database, _ in
            let name = SQLValue.text(id.rawValue)
            let ended = try Self.endSessions(of: id, in: database)
            try database.run(Statement("DELETE FROM user WHERE name = ?1", [name]))
            try database.run(Statement("DELETE FROM grant_rule WHERE subject = ?1", [.text("user:\(id)")]))
            try database.run(Statement("UPDATE room SET created_by = NULL WHERE created_by = ?1", [name]))
            try database.run(Erasures.insertion(of: .user(erasure)))
            try database.run(
                Statement(
                    "INSERT INTO retired_name (name, retired_at) VALUES (?1, ?2)",
                    [name, .integer(time)]
                )
            )
            return ended
        }
    }

    /// Gives the user another role; their sessions stay, and are found where the role is new to them.
    package func setRole(_ role: String, of id: UserID) async throws(StoreError) -> AccountChange {
        let spared = role == administrator ? Spared.nobody : .administrator
        return try await change("role", details: role, id, sparing: spared) { database, user in
            guard user.role != role else { return [] }
            try database.run(
                Statement("UPDATE user SET role = ?2 WHERE name = ?1", [.text(id.rawValue), .text(role)])
            )
            try database.run(Memberships.pruning(of: id.rawValue, for: "*", at: time))
            return try database.ids(
                of: Statement("SELECT id FROM session WHERE user = ?1", [.text(id.rawValue)])
            )
        }
    }

    /// Gives the user another password hash, and ends their sessions.
    package func resetPassword(_ password: String, of id: UserID) async throws(StoreError) -> AccountChange {
        try await change("password.reset", id, sparing: .nobody) { database, _ in
            try Self.setPassword(password, of: id, in: database)
            return try Self.endSessions(of: id, in: database)
        }
    }

    /// Gives the user another password hash in place of `current`, as the session `asker` wants it, and ends all others.
    package func changePassword(
        _ password: String,
        of id: UserID,
        replacing current: String,
        by asker: String
    ) async throws(StoreError) -> AccountChange {
        try await change("password.change", id, sparing: .nobody) { database, user in
            let standing = Statement(
                "SELECT 1 FROM session WHERE id = ?1 AND user = ?2",
                [.text(asker), .text(id.rawValue)]
            )
            guard user.password == current, try database.has(standing) else {
                return nil
            }
            try Self.setPassword(password, of: id, in: database)
            return try Self.endSessions(of: id, except: asker, in: database)
        }
    }

    /// Who must not be the one that is changed.
    private enum Spared {
        case nobody
        /// The last administrator who can sign in.
        case administrator
    }

    /// Ends the session `session` of the user, or all where it is `nil`, as somebody else wants it.
    package func endSessions(of id: UserID, only session: String?) async throws(StoreError) -> AccountChange {
        try await change("sessions.end", id, sparing: .nobody) { database, _ in
            let ended = try database.ids(
                of: Statement(
                    "DELETE FROM session WHERE user = ?1 AND (?2 IS NULL OR id = ?2) RETURNING id",
                    [.text(id.rawValue), .optional(session)]
                )
            )
            return session != nil && ended.isEmpty ? nil : ended
        }
    }

    /// Does `work` to the user named `id`, and logs it as `action`.
    ///
    /// `work` answers the sessions that it touched, or `nil` where it was outdated.
    private func change(
        _ action: String,
        details: String = "",
        _ id: UserID,
        sparing spared: Spared,
        _ work: @escaping @Sendable (Database, StoredUser) throws -> [String]?
    ) async throws(StoreError) -> AccountChange {
        try await store.writer.commit { database in
            let query = Statement("SELECT \(Users.columns) FROM user WHERE name = ?1", [.text(id.rawValue)])
            guard try database.stands(origin) else { return .outdated }
            guard let user = try database.rows(of: query, { try StoredUser($0) }).first else {
                return .unknownUser
            }
            if spared == .administrator, try isLastAdministrator(user, in: database) {
                return .lastAdministrator
            }
            guard let sessions = try work(database, user) else { return .outdated }
            let entry = AuditEntry(
                at: time,
                origin: origin,
                action: "user.\(action)",
                target: "user:\(id)",
                details: details
            )
            try database.run(AuditLog.insertion(of: entry))
            return .done(sessions: sessions)
        }
    }

    private func isLastAdministrator(_ user: StoredUser, in database: Database) throws -> Bool {
        guard user.role == administrator, !user.isDisabled else { return false }
        let others = Statement(
            "SELECT 1 FROM user WHERE role = ?1 AND disabled = 0 AND name <> ?2 LIMIT 1",
            [.text(administrator), .text(user.id.rawValue)]
        )
        return try !database.has(others)
    }

    static func setPassword(_ password: String, of id: UserID, in database: Database) throws {
        try database.run(
            Statement(
                "UPDATE user SET password = ?2, generation = generation + 1 WHERE name = ?1",
                [.text(id.rawValue), .text(password)]
            )
        )
        // A link to set the password is not for one that was set since.
        try database.run(
            Statement("DELETE FROM link WHERE user = ?1 AND kind = 'reset'", [.text(id.rawValue)])
        )
    }

    static func endSessions(
        of id: UserID,
        except kept: String? = nil,
        in database: Database
    ) throws -> [String] {
        try database.ids(
            of: Statement(
                "DELETE FROM session WHERE user = ?1 AND (?2 IS NULL OR id <> ?2) RETURNING id",
                [.text(id.rawValue), .optional(kept)]
            )
        )
    }
}
