internal import RoostKit

/// The log of actions as it is kept: rows are added, and all that changes of one is that it holds no more.
struct ActionLog: Sendable {
    let store: any ModuleStore

    private static let columns = """
        id, kind, room, target, actor, at, until, reason, amount, ends, evidence
        """

    /// What adds `action`, in the place of `before` where that held.
    func statements(adding action: Action, replacing before: Action?) -> [Statement] {
        let insertion = Statement(
            "INSERT INTO moderation_action (\(Self.columns), holds) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
            [
                .integer(action.id), .text(action.kind.rawValue), .text(action.room?.rawValue ?? ""),
                .text(action.target ?? ""), .text(action.by?.rawValue ?? ""), .integer(action.at),
                SQLValue(action.until), SQLValue(action.reason), SQLValue(action.amount), SQLValue(action.of),
                .text(action.evidence.map(String.init).joined(separator: ",")),
                .integer(action.kind.isLasting ? 1 : 0),
            ]
        )
        // The next one has another id, also where this one goes with its room.
        let noting = Statement(
            "INSERT OR REPLACE INTO moderation_last (name, id) VALUES ('action', ?1)",
            [.integer(action.id)]
        )
        return [insertion, noting]
            + [action.of, before?.id].compactMap { ended in
                ended.map {
                    Statement("UPDATE moderation_action SET holds = 0 WHERE id = ?1", [.integer($0)])
                }
            }
    }

    /// The id of the latest action that there was, or 0.
    @concurrent
    func last() async throws -> Int64 {
        let query = """
            SELECT max(coalesce((SELECT max(id) FROM moderation_action), 0),
                coalesce((SELECT id FROM moderation_last WHERE name = 'action'), 0))
            """
        return try await store.read(Statement(query)).first?.first?.integer ?? 0
    }

    /// Everything that holds.
    @concurrent
    func holding() async throws -> [Action] {
        let query = Statement("SELECT \(Self.columns) FROM moderation_action WHERE holds = 1 ORDER BY id")
        return try await store.read(query).map(Self.action)
    }

    /// The actions of one room, or of the server where it is `nil`, before the id `last`, the latest first.
    @concurrent
    func page(of room: RoomID?, target: String?, before last: Int64, limit: Int) async throws -> [Action] {
        let query = Statement(
            """
            SELECT \(Self.columns) FROM moderation_action
            WHERE room = ?1 AND (?2 IS NULL OR target = ?2) AND id < ?3 ORDER BY id DESC LIMIT ?4
            """,
            [.text(room?.rawValue ?? ""), SQLValue(target), .integer(last), .integer(Int64(limit))]
        )
        return try await store.read(query).map(Self.action)
    }

    /// What was done to `user` that they are told of, anywhere, the latest first.
    @concurrent
    func page(about user: UserID, limit: Int) async throws -> [Action] {
        let query = Statement(
            """
            SELECT \(Self.columns) FROM moderation_action
            WHERE target = ?1 AND kind <> 'note' ORDER BY id DESC LIMIT ?2
            """,
            [.text(user.rawValue), .integer(Int64(limit))]
        )
        return try await store.read(query).map(Self.action)
    }

    private static func action(of row: [SQLValue]) throws -> Action {
        guard row.count == 11, let id = row[0].integer, let kind = row[1].text.flatMap(Action.Kind.init),
            let room = row[2].text, let target = row[3].text, let actor = row[4].text, let at = row[5].integer
        else { throw UnexpectedRow() }
        return Action(
            id: id,
            kind: kind,
            room: room.isEmpty ? nil : RoomID(rawValue: room),
            target: target.isEmpty ? nil : target,
            by: actor.isEmpty ? nil : UserID(rawValue: actor),
            at: at,
            until: row[6].integer,
            reason: row[7].text,
            amount: row[8].integer,
            of: row[9].integer,
            evidence: (row[10].text ?? "").split(separator: ",").compactMap { Int64($0) }
        )
    }
}
