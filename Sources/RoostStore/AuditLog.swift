internal import GRDB
internal import RoostKit

/// The table of what was changed; entries are written with the changes themselves.
package struct AuditLog: Sendable {
    let store: Store

    /// The latest entries before the number `before`, the newest first, with their numbers: at most `limit`, and only those
    /// that match what is given.
    package func list(
        actor: String? = nil,
        target: String? = nil,
        action: String? = nil,
        before: Int64? = nil,
        limit: Int
    ) async throws(StoreError) -> [(number: Int64, entry: AuditEntry)] {
        let query = Self.page(actor: actor, target: target, action: action, before: before, limit: limit)
        return try await store.read(query) { row in
            let entry = AuditEntry(
                at: try row.decode(Int64.self, atIndex: 1),
                origin: Origin(
                    user: try row.decode(String?.self, atIndex: 2),
                    session: try row.decode(String?.self, atIndex: 3),
                    address: try row.decode(String?.self, atIndex: 4)
                ),
                action: try row.decode(String.self, atIndex: 5),
                target: try row.decode(String.self, atIndex: 6),
                details: try row.decode(String.self, atIndex: 7)
            )
            return (try row.decode(Int64.self, atIndex: 0), entry)
        }
    }

    /// The query for a page of entries, in which an index serves each search.
    static func page(
        actor: String?,
        target: String?,
        action: String?,
        before: Int64?,
        limit: Int
    ) -> RoostKit.Statement {
        let filters = [("actor", actor), ("target", target), ("action", action)]
            .compactMap { column, text in text.map { (column, $0) } }
        let conditions = filters.enumerated().map { index, filter in " AND \(filter.0) = ?\(index + 3)" }
        return Statement(
            """
            SELECT id, at, actor, session, address, action, target, details FROM audit
            WHERE id < ?1\(conditions.joined()) ORDER BY id DESC LIMIT ?2
            """,
            [.integer(before ?? .max), .integer(Int64(limit))] + filters.map { .text($0.1) }
        )
    }

    /// Removes the oldest entries as far as they are from before `time`, at most some; answers whether there may be more.
    ///
    /// The newest one stays, or its number would be given once more.
    package func removeOldest(before time: Int64) async throws(StoreError) -> Bool {
        // Looked for before, so that whoever writes does not wait for that.
        let old = try await store.read(
            Statement(
                """
                SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ?2)
                WHERE at < ?1 AND id < (SELECT max(id) FROM audit)
                """,
                [.integer(time), .integer(Int64(Limits.oldAuditEntries))]
            )
        ) { try $0.decode(Int64.self, atIndex: 0) }
        guard let first = old.min(), let last = old.max() else { return false }
        try await store.commit([
            Statement(
                "DELETE FROM audit WHERE id BETWEEN ?1 AND ?2 AND at < ?3",
                [.integer(first), .integer(last), .integer(time)]
            )
        ])
        return true
    }

    /// Adds `entry`, which is about nothing else in the store.
    package func add(_ entry: AuditEntry) async throws(StoreError) {
        try await store.commit([Self.insertion(of: entry)])
    }

    /// The statement that writes `entry`, for the same commit as the change.
    static func insertion(of entry: AuditEntry) -> RoostKit.Statement {
        Statement(
            """
            INSERT INTO audit (at, actor, session, address, action, target, details)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .integer(entry.at), .optional(entry.origin.actor), .optional(entry.origin.session),
                .optional(entry.origin.address), .text(entry.action), .text(entry.target),
                .text(entry.details),
            ]
        )
    }
}

extension Database {
    /// Whether the session from which `origin` comes has not ended, if it comes from one.
    func stands(_ origin: Origin) throws -> Bool {
        guard let session = origin.session, origin.isStored else { return true }
        return try has(Statement("SELECT 1 FROM session WHERE id = ?1", [.text(session)]))
    }
}

extension Store {
    /// The table of what was changed.
    package var audit: AuditLog { AuditLog(store: self) }
}
