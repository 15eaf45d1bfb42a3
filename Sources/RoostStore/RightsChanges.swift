internal import GRDB
package import RoostKit

/// The changes of who may do what: each writes, is logged, and finds the sessions that it touches in one transaction.
package struct RightsChanges: Sendable {
    private static let owner = "owner"

    let store: Store
    private let origin: Origin
    private let time: Int64

    /// The changes that `origin` makes at `time`, in milliseconds since 1970-01-01T00:00:00Z.
    package init(store: Store, by origin: Origin, at time: Int64) {
        self.store = store
        self.origin = origin
        self.time = time
    }

    /// Gives `grant` to `subject`, in place of the same one with another end.
    package func add(_ grant: StoredGrant, to subject: String) async throws(StoreError) -> RightsChange {
        try await store.writer.commit { database in
            guard try database.stands(origin) else { return .outdated }
            guard try exists(subject, in: database) else { return .unknownUser }
            if let room = StoredGrant.room(of: grant.resource), try !has(room, in: database) {
                return .unknownRoom
            }
            try database.run(Grants.insertion(of: grant, to: subject))
            try log("grant.add", subject, grant.text, in: database)
            return .done(sessions: try sessions(of: subject, in: database))
        }
    }

    /// Takes `grant` from `subject`, whenever it were to end.
    package func remove(_ grant: StoredGrant, from subject: String) async throws(StoreError) -> RightsChange {
        try await store.writer.commit { database in
            guard try database.stands(origin) else { return .outdated }
            guard try exists(subject, in: database) else { return .unknownUser }
            let deletion = Statement(
                """
                DELETE FROM grant_rule WHERE subject = ?1 AND "right" = ?2 AND resource = ?3 RETURNING subject
                """,
                [.text(subject), .text(grant.right), .text(grant.resource)]
            )
            guard try !database.ids(of: deletion).isEmpty else { return .unknownGrant }
            let user = Self.name(in: subject, after: "user:")
            try database.run(Memberships.pruning(of: user, for: grant.resource, at: time))
            try log("grant.remove", subject, grant.text, in: database)
            return .done(sessions: try sessions(of: subject, in: database))
        }
    }

    /// Removes grants that have ended, at most some, and who belonged to private rooms by them alone; answers whether there
    /// may be more.
    ///
    /// Nothing is logged: the entry of the grant says when it was to end.
    package func removeEnded() async throws(StoreError) -> Bool {
        // Looked for before, so that whoever writes does not wait for that.
        let ended = try await store.grants.list(endedBy: time, limit: Limits.endedGrants)
        guard !ended.isEmpty else { return false }
        // Several rights in one room mostly end together.
        let losses = Set(
            // Other grants give nothing in private rooms.
            ended.filter { $0.grant.resource == "*" || $0.grant.resource.contains("~") }.map { held in
                [held.grant.resource, Self.name(in: held.subject, after: "user:")]
            }
        )
        try await store.writer.commit { database in
            for held in ended { try database.run(Grants.deletion(of: held, endedBy: time)) }
            for loss in losses {
                try database.run(Memberships.pruning(of: loss[1], for: loss[0] ?? "*", at: time))
            }
        }
        return ended.count == Limits.endedGrants
    }

    /// Gives `user` the role `role` in `room` in place of another one.
    ///
    /// Where it is `nil` the user loses their role, their own grants and their invitations there, and where `isLeaving` says so belongs to
    /// the room no longer. With `isFirst` a role that they have stays. Who is the only owner who can sign in stays one.
    package func setRole(
        _ role: String?,
        of user: UserID,
        in room: RoomID,
        isFirst: Bool = false,
        isLeaving: Bool = false
    ) async throws(StoreError) -> RightsChange {
        try await store.writer.commit { database in
            guard try database.stands(origin) else { return .outdated }
            guard try exists("user:\(user)", in: database) else { return .unknownUser }
            let (id, name) = (SQLValue.text(room.rawValue), SQLValue.text(user.rawValue))
            guard try has(room.rawValue, in: database) else { return .unknownRoom }
            let held = "SELECT role FROM room_role WHERE room = ?1 AND user = ?2"
            let earlier = try database.ids(of: Statement(held, [id, name])).first
            if earlier == Self.owner, role != Self.owner, !isFirst {
                let others = """
                    SELECT 1 FROM room_role JOIN user ON user.name = room_role.user
                    WHERE room = ?1 AND room_role.role = ?3 AND user.name <> ?2 AND disabled = 0 LIMIT 1
                    """
                guard try database.has(Statement(others, [id, name, .text(Self.owner)])) else {
                    return .lastOwner
                }
            }
            if let role {
                if earlier == role || (isFirst && earlier != nil) { return .done(sessions: []) }
                let insertion = "INSERT OR REPLACE INTO room_role (room, user, role) VALUES (?1, ?2, ?3)"
                try database.run(Statement(insertion, [id, name, .text(role)]))
            } else {
                let role = "DELETE FROM room_role WHERE room = ?1 AND user = ?2 RETURNING user"
                let own = """
                    DELETE FROM grant_rule WHERE subject = 'user:' || ?2 AND resource = 'room:' || ?1
                    RETURNING subject
                    """
                let removed =
                    try database.ids(of: Statement(role, [id, name]))
                    + database.ids(of: Statement(own, [id, name]))
                guard !removed.isEmpty else { return .unknownGrant }
                // Whom they invited would come in after them, and could let them in again.
                try database.run(Links.invitationDeletion(of: user, to: room))
                if isLeaving { try database.run(Memberships.deletion(of: user, from: room)) }
            }
            try log("room.role", "room:\(room)", "user:\(user) \(role ?? "none")", in: database)
            return .done(
                sessions: try sessions(of: "user:\(user)", in: database),
                isGain: earlier == nil && role != nil
            )
        }
    }

    /// Adds `room`, of which the one who made it, if any, is the owner.
    /// - Returns: Whether it was added: who has made too many makes no more.
    /// - Throws: `StoreError.duplicate` where the id is taken, `.outdated` where who asks has been cut.
    package func add(_ room: StoredRoom) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            guard try database.stands(origin) else { throw StoreError.outdated }
            if let creator = room.createdBy {
                let made = Statement(
                    "SELECT id FROM room WHERE created_by = ?1",
                    [.text(creator.rawValue)]
                )
                guard try database.ids(of: made).count < Limits.roomsOfCreator else { return false }
            }
            try add(room, members: room.createdBy.map { [$0: Self.owner] } ?? [:], in: database)
            return true
        }
    }

    /// Adds `room`, with the role of each of `members` in it; answers whether all of them are there.
    /// - Throws: `StoreError.duplicate` where the id is taken.
    package func add(_ room: StoredRoom, members: [UserID: String]) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            // Looked for first: what was begun would be written with the others of the group.
            for user in members.keys {
                guard try exists("user:\(user)", in: database) else { return false }
            }
            try add(room, members: members, in: database)
            return true
        }
    }

    private func add(_ room: StoredRoom, members: [UserID: String], in database: Database) throws {
        try database.run(Rooms.insertion(of: room))
        for (user, role) in members {
            let insertion = "INSERT INTO room_role (room, user, role) VALUES (?1, ?2, ?3)"
            let values = [room.id.rawValue, user.rawValue, role].map(SQLValue.text)
            try database.run(Statement(insertion, values))
        }
        try log("room.add", "room:\(room.id)", Self.text(of: members), in: database)
    }

    /// Makes `change` of `room`, and answers how it was and is; nothing where there is no such room.
    /// - Throws: `StoreError.outdated` where who asks has been cut.
    package func update(
        _ room: RoomID,
        _ change: RoomChange
    ) async throws(StoreError) -> (old: StoredRoom, new: StoredRoom)? {
        try await store.writer.commit { database in
            let id = SQLValue.text(room.rawValue)
            let query = Statement("SELECT \(Rooms.columns) FROM room WHERE id = ?1", [id])
            guard try database.stands(origin) else { throw StoreError.outdated }
            guard let old = try database.rows(of: query, { try StoredRoom($0) }).first else { return nil }
            var (title, topic, archivedAt) = (old.title, old.topic, old.archivedAt)
            switch change {
            case .details(let newTitle, let newTopic):
                (title, topic) = (newTitle ?? title, newTopic ?? topic)
                try log("room.update", "room:\(room)", title, in: database)
            case .archived(let isArchived):
                archivedAt = isArchived ? archivedAt ?? time : nil
                try log("room.archive", "room:\(room)", isArchived ? "on" : "off", in: database)
            }
            let update = """
                UPDATE room SET title = ?2, topic = ?3, archived_at = ?4, search = ?5, revision = revision + 1
                WHERE id = ?1
                """
            let values: [SQLValue] = [
                id, .text(title), .text(topic), .optional(archivedAt),
                .text(Rooms.folded("\(room) \(title) \(topic)")),
            ]
            try database.run(Statement(update, values))
            return try database.rows(of: query, { try StoredRoom($0) }).first.map { (old, $0) }
        }
    }

    /// Removes `room` with its roles, grants, invitations and who belongs to it, and has modules erase what they keep of it;
    /// nobody gets its id again.
    /// - Returns: Whether there was such a room.
    /// - Throws: `StoreError.outdated` where who asks has been cut.
    package func remove(_ room: RoomID) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            let id = SQLValue.text(room.rawValue)
            guard try database.stands(origin) else { throw StoreError.outdated }
            let retirement = """
                INSERT INTO retired_room (id, retired_at) SELECT id, ?2 FROM room WHERE id = ?1 RETURNING id
                """
            guard try !database.ids(of: Statement(retirement, [id, .integer(time)])).isEmpty else {
                return false
            }
            try database.run(Statement("DELETE FROM grant_rule WHERE resource = 'room:' || ?1", [id]))
            // Roles, members and invitations go with it.
            try database.run(Statement("DELETE FROM room WHERE id = ?1", [id]))
            try database.run(Erasures.insertion(of: .room(room)))
            try log("room.delete", "room:\(room)", "", in: database)
            return true
        }
    }

    /// What the audit log says of who has which role in a new room.
    private static func text(of members: [UserID: String]) -> String {
        members.map { "user:\($0) \($1)" }.sorted().joined(separator: ", ")
    }

    private func log(_ action: String, _ target: String, _ details: String, in database: Database) throws {
        // What a module does at the request of those who talk among themselves is their own affair.
        guard !origin.isModule || !(target + details).contains("~~") else { return }
        try database.run(AuditLog.insertion(of: entry(action, target, details)))
    }

    private func entry(_ action: String, _ target: String, _ details: String) -> AuditEntry {
        AuditEntry(at: time, origin: origin, action: action, target: target, details: details)
    }

    /// Whether `subject` is no user, or one that is there.
    private func exists(_ subject: String, in database: Database) throws -> Bool {
        guard let name = Self.name(in: subject, after: "user:") else { return true }
        return try database.has(Statement("SELECT 1 FROM user WHERE name = ?1", [.text(name)]))
    }

    private func has(_ room: String, in database: Database) throws -> Bool {
        try database.has(Statement("SELECT 1 FROM room WHERE id = ?1", [.text(room)]))
    }

    private func sessions(of subject: String, in database: Database) throws -> [String] {
        try Self.sessions(of: subject).map { try database.ids(of: $0) } ?? []
    }

    /// The query for the sessions that have the rights of `subject`, in which an index serves every step.
    static func sessions(of subject: String) -> RoostKit.Statement? {
        let queries = [
            ("user:", "SELECT id FROM session WHERE user = ?1"),
            ("role:", "SELECT id FROM session WHERE user IN (SELECT name FROM user WHERE role = ?1)"),
            (
                "room-role:",
                "SELECT id FROM session WHERE user IN (SELECT user FROM room_role WHERE role = ?1)"
            ),
        ]
        for (prefix, query) in queries {
            if let name = name(in: subject, after: prefix) { return Statement(query, [.text(name)]) }
        }
        return nil
    }

    private static func name(in subject: String, after prefix: String) -> String? {
        subject.hasPrefix(prefix) ? String(subject.dropFirst(prefix.count)) : nil
    }
}

extension StoredGrant {
    /// The id of the one room that `resource` is, where it is one.
    static func room(of resource: String) -> String? {
        resource.hasPrefix("room:") && resource != "room:*" ? String(resource.dropFirst("room:".count)) : nil
    }

    /// What the audit log says of it.
    var text: String {
        let end = endsAt.map { " until \(WireTime.text(of: $0))" } ?? ""
        return "\(right) on \(resource)\(end)"
    }
}
