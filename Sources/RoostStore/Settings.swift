internal import GRDB
package import RoostKit

/// The table of settings that the server keeps for itself.
package struct Settings: Sendable {
    let store: Store

    /// The value of `key`, or `nil`.
    package func value(of key: String) async throws(StoreError) -> SQLValue? {
        let query = Statement("SELECT value FROM setting WHERE key = ?1", [.text(key)])
        return try await store.read(query).first?.first
    }

    /// Sets the value of `key`, in place of an earlier one.
    package func set(_ value: SQLValue, for key: String) async throws(StoreError) {
        try await store.commit([Self.setting(value, for: key)])
    }

    /// The value of `key`, which becomes `value` where it has none.
    ///
    /// Two who call at once get the same.
    package func value(of key: String, orElse value: SQLValue) async throws(StoreError) -> SQLValue {
        try await store.writer.commit { database in
            let query = Statement("SELECT value FROM setting WHERE key = ?1", [.text(key)])
            if let kept = try database.rows(of: query, { SQLValue($0[0]) }).first {
                return kept
            }
            try database.run(Self.setting(value, for: key))
            return value
        }
    }

    /// The statement that sets the value of `key`.
    static func setting(_ value: SQLValue, for key: String) -> RoostKit.Statement {
        Statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", [.text(key), value])
    }
}

extension Store {
    /// The table of settings.
    package var settings: Settings { Settings(store: self) }
}
