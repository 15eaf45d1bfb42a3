internal import GRDB
package import RoostKit

/// The table of links.
///
/// Each use looks, counts and writes in one transaction, so of two who bring the last one at once, one succeeds.
package struct Links: Sendable {
    let store: Store

    private static let columns = "id, kind, user, room, uses, block, created_at, expires_at"

    /// Adds `link`, noted as `entry`, and removes what has expired by its start, and those of the same user that are used up; one to
    /// set a password replaces theirs.
    /// - Returns: `false`, and nothing is added, where the user has a hundred invitations out already, or the session that asks has
    ///   ended.
    package func add(_ link: StoredLink, noting entry: AuditEntry) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            guard try database.stands(entry.origin) else { return false }
            let user = SQLValue.optional(link.user?.rawValue)
            try database.run(
                Statement("DELETE FROM link WHERE expires_at <= ?1", [.integer(link.createdAt)])
            )
            if link.kind == .reset {
                try database.run(Statement("DELETE FROM link WHERE kind = 'reset' AND user = ?1", [user]))
            }
            // In no list any more, they would count all the same.
            let usedUp = """
                DELETE FROM link WHERE user = ?1 AND kind = 'invitation'
                    AND uses <= (SELECT token_block.uses FROM token_block WHERE token_block.id = link.block)
                """
            try database.run(Statement(usedUp, [user]))
            // Those by commands have no user, and no bound.
            let others = Statement("SELECT id FROM link WHERE kind = 'invitation' AND user = ?1", [user])
            let count = try database.ids(of: others).count
            guard link.kind == .reset || count < Limits.tokensPerUser else { return false }
            try database.run(Self.insertion(of: link, by: user))
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// The link with this id, or `nil`.
    package func find(_ id: String) async throws(StoreError) -> StoredLink? {
        let query = Statement("SELECT \(Self.columns) FROM link WHERE id = ?1", [.text(id)])
        return try await store.read(query) { try StoredLink($0) }.first
    }

    /// The invitations by `user`, or by anybody, each with how often it was used; the one that ends first, first.
    package func invitations(
        by user: UserID?
    ) async throws(StoreError) -> [(link: StoredLink, used: Int64)] {
        try await store.read(Self.listing(by: user)) { row in
            (try StoredLink(row), try row.decode(Int64.self, atIndex: 8))
        }
    }

    /// The query for the invitations by `user`, in which an index serves the search, or by anybody.
    static func listing(by user: UserID?) -> RoostKit.Statement {
        Statement(
            """
            SELECT \(columns), coalesce((SELECT b.uses FROM token_block b WHERE b.id = link.block), 0)
            FROM link WHERE kind = 'invitation'\(user == nil ? "" : " AND user = ?1") ORDER BY expires_at, id
            """,
            user.map { [.text($0.rawValue)] } ?? []
        )
    }

    /// Ends the invitation `id`, by `user` where one is given, noted as `entry`; `false` where there is none.
    package func removeInvitation(
        _ id: String,
        by user: UserID?,
        noting entry: AuditEntry
    ) async throws(StoreError) -> Bool {
        let deletion = Statement(
            """
            DELETE FROM link WHERE id = ?1 AND kind = 'invitation' AND (?2 IS NULL OR user = ?2) RETURNING id
            """,
            [.text(id), .optional(user?.rawValue)]
        )
        return try await store.writer.commit { database in
            guard try !database.ids(of: deletion).isEmpty else { return false }
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// Adds `user`, with `grants`, noted as `entry`.
    /// - Throws: `StoreError.duplicate` where the name is taken; the link is not used then.
    package func use(
        _ use: LinkUse,
        adding user: StoredUser,
        grants: [StoredGrant],
        noting entry: AuditEntry
    ) async throws(StoreError) -> LinkOutcome {
        try await apply(use, noting: entry) { database in
            try database.run(Users.insertion(of: user))
            _ = try Self.add(grants, to: user.id, in: database)
            return []
        }
    }

    /// Gives `user` the grants, noted as `entry`, and answers their sessions where that is news.
    package func use(
        _ use: LinkUse,
        granting grants: [StoredGrant],
        to user: UserID,
        noting entry: AuditEntry
    ) async throws(StoreError) -> LinkOutcome {
        try await apply(use, noting: entry) { database in
            guard try Self.add(grants, to: user, in: database) else { return [] }
            return try database.ids(
                of: Statement("SELECT id FROM session WHERE user = ?1", [.text(user.rawValue)])
            )
        }
    }

    /// Gives `user` another password hash, noted as `entry`, and ends their sessions and the link.
    package func use(
        _ use: LinkUse,
        settingPassword password: String,
        of user: UserID,
        noting entry: AuditEntry
    ) async throws(StoreError) -> LinkOutcome {
        try await apply(use, noting: entry) { database in
            try AccountChanges.setPassword(password, of: user, in: database)
            return try AccountChanges.endSessions(of: user, in: database)
        }
    }

    private func apply(
        _ use: LinkUse,
        noting entry: AuditEntry,
        _ work: @escaping @Sendable (Database) throws -> [String]
    ) async throws(StoreError) -> LinkOutcome {
        try await store.writer.commit { database in
            let count = try TokenBlocks.use(use.uses, of: use.id, blocks: use.blocks, in: database)
            guard count == .counted else { return .ended }
            try database.run(AuditLog.insertion(of: entry))
            return .done(sessions: try work(database))
        }
    }

    /// Whether one of `grants` was new to `user`.
    private static func add(_ grants: [StoredGrant], to user: UserID, in database: Database) throws -> Bool {
        var isNews = false
        for grant in grants {
            try database.run(Grants.insertion(of: grant, to: "user:\(user)"))
            if database.changesCount > 0 { isNews = true }
        }
        return isNews
    }

    /// The statement that ends the invitations by `user` to `room`, or all of theirs.
    static func invitationDeletion(of user: UserID, to room: RoomID? = nil) -> RoostKit.Statement {
        Statement(
            "DELETE FROM link WHERE user = ?1 AND kind = 'invitation' AND (?2 IS NULL OR room = ?2)",
            [.text(user.rawValue), .optional(room?.rawValue)]
        )
    }

    private static func insertion(of link: StoredLink, by user: SQLValue) -> RoostKit.Statement {
        Statement(
            "INSERT INTO link (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            [
                .text(link.id), .text(link.kind.rawValue), user,
                .optional(link.room?.rawValue), .integer(link.uses), .text(link.block),
                .integer(link.createdAt), .integer(link.expiresAt),
            ]
        )
    }
}

extension Store {
    /// The table of links.
    package var links: Links { Links(store: self) }
}

extension StoredLink {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode(String.self, atIndex: 0),
            kind: try row.decode(String.self, atIndex: 1) == Kind.reset.rawValue ? .reset : .invitation,
            user: try row.decode(String?.self, atIndex: 2).map(UserID.init),
            room: try row.decode(String?.self, atIndex: 3).map(RoomID.init),
            uses: try row.decode(Int64.self, atIndex: 4),
            block: try row.decode(String.self, atIndex: 5),
            createdAt: try row.decode(Int64.self, atIndex: 6),
            expiresAt: try row.decode(Int64.self, atIndex: 7)
        )
    }
}
