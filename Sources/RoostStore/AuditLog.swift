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
        let query = Statement(
            """
            SELECT id, at, actor, session, address, action, target, details FROM audit
            WHERE (?1 IS NULL OR actor = ?1) AND (?2 IS NULL OR target = ?2) AND (?3 IS NULL OR action = ?3)
                AND id < ?4
            ORDER BY id DESC LIMIT ?5
            """,
            [
                .optional(actor), .optional(target), .optional(action), .integer(before ?? .max),
                .integer(Int64(limit)),
            ]
        )
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

    /// Whether `query` finds anything.
    func has(_ query: RoostKit.Statement) throws -> Bool { try !rows(of: query) { _ in }.isEmpty }
}

extension Store {
    /// The table of what was changed.
    package var audit: AuditLog { AuditLog(store: self) }
}

extension SQLValue {
    /// The text, or null where there is none.
    fileprivate static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
}
