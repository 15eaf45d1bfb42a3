internal import Foundation
internal import GRDB
internal import RoostKit

/// The table of the keys that sign tokens.
package struct RootKeys: Sendable {
    let store: Store

    /// Every key, the newest first; `first` becomes one where there is none.
    ///
    /// Two who call at once get the same.
    package func list(orFirst first: [UInt8]) async throws(StoreError) -> [StoredRootKey] {
        try await store.writer.commit { database in
            let keys = try Self.list(in: database)
            guard keys.isEmpty else { return keys }
            try database.run(Statement("INSERT INTO root_key (key) VALUES (?1)", [.blob(first)]))
            return try Self.list(in: database)
        }
    }

    /// Makes `key` the newest, has those before it end at `end` at the latest, and removes what has ended at `time`; noted as `entry`.
    /// - Returns: Every key, the newest first.
    package func add(
        _ key: [UInt8],
        ending end: Int64,
        at time: Int64,
        noting entry: AuditEntry
    ) async throws(StoreError) -> [StoredRootKey] {
        try await store.writer.commit { database in
            try database.run(
                Statement("UPDATE root_key SET ends_at = min(coalesce(ends_at, ?1), ?1)", [.integer(end)])
            )
            try database.run(Statement("DELETE FROM root_key WHERE ends_at <= ?1", [.integer(time)]))
            try database.run(Statement("INSERT INTO root_key (key) VALUES (?1)", [.blob(key)]))
            try database.run(AuditLog.insertion(of: entry))
            return try Self.list(in: database)
        }
    }

    private static func list(in database: Database) throws -> [StoredRootKey] {
        try database.rows(of: Statement("SELECT key, ends_at FROM root_key ORDER BY number DESC")) { row in
            StoredRootKey(
                bytes: [UInt8](try row.decode(Data.self, atIndex: 0)),
                endsAt: try row.decode(Int64?.self, atIndex: 1)
            )
        }
    }
}

extension Store {
    /// The table of the keys that sign tokens.
    package var rootKeys: RootKeys { RootKeys(store: self) }
}
