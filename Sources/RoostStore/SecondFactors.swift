internal import Foundation
internal import GRDB
package import RoostKit

/// The table of second factors, and that of their recovery codes.
///
/// Each step looks and writes in one transaction, so of two who bring the same code at once, one succeeds.
package struct SecondFactors: Sendable {
    let store: Store

    /// The second factor of `user`, confirmed or not, or `nil`.
    package func find(of user: UserID) async throws(StoreError) -> StoredSecondFactor? {
        let query = Statement(
            "SELECT secret, confirmed FROM second_factor WHERE user = ?1",
            [.text(user.rawValue)]
        )
        return try await store.read(query) { row in
            StoredSecondFactor(
                secret: [UInt8](try row.decode(Data.self, atIndex: 0)),
                isConfirmed: try row.decode(Bool.self, atIndex: 1)
            )
        }.first
    }

    /// Keeps `secret` in place of one that is not confirmed; `false` where a confirmed one stands.
    package func begin(secret: [UInt8], of user: UserID) async throws(StoreError) -> Bool {
        try await changes(
            Statement(
                """
                INSERT INTO second_factor (user, secret) VALUES (?1, ?2)
                ON CONFLICT (user) DO UPDATE SET secret = ?2, last_step = 0 WHERE confirmed = 0
                """,
                [.text(user.rawValue), .blob(secret)]
            )
        )
    }

    /// Confirms `secret`, whose code of `step` is thereby used, with fresh recovery codes; `false` where it is not
    /// the one that waits for it.
    ///
    /// It is noted as `entry`.
    package func confirm(
        secret: [UInt8],
        of user: UserID,
        step: Int64,
        recovery digests: [[UInt8]],
        noting entry: AuditEntry
    ) async throws(StoreError) -> Bool {
        let confirmation = Statement(
            """
            UPDATE second_factor SET confirmed = 1, last_step = ?3
            WHERE user = ?1 AND secret = ?2 AND confirmed = 0
            """,
            [.text(user.rawValue), .blob(secret), .integer(step)]
        )
        return try await store.writer.commit { database in
            try database.run(confirmation)
            guard database.changesCount > 0 else { return false }
            for digest in digests {
                let insertion = Statement(
                    "INSERT INTO recovery_code (user, digest) VALUES (?1, ?2)",
                    [.text(user.rawValue), .blob(digest)]
                )
                try database.run(insertion)
            }
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// Uses up the code of `step`, and those before it; `false` where it is used already.
    package func use(step: Int64, of user: UserID) async throws(StoreError) -> Bool {
        try await changes(
            Statement(
                """
                UPDATE second_factor SET last_step = ?2
                WHERE user = ?1 AND confirmed = 1 AND last_step < ?2
                """,
                [.text(user.rawValue), .integer(step)]
            )
        )
    }

    /// Uses up the recovery code with the digest `digest`; `false` where there is none.
    package func use(recovery digest: [UInt8], of user: UserID) async throws(StoreError) -> Bool {
        try await changes(
            Statement(
                "DELETE FROM recovery_code WHERE user = ?1 AND digest = ?2",
                [.text(user.rawValue), .blob(digest)]
            )
        )
    }

    /// Removes the second factor of `user` and its recovery codes, noted as `entry`; `false` where there is none.
    package func remove(of user: UserID, noting entry: AuditEntry) async throws(StoreError) -> Bool {
        let deletion = Statement("DELETE FROM second_factor WHERE user = ?1", [.text(user.rawValue)])
        return try await store.writer.commit { database in
            try database.run(deletion)
            guard database.changesCount > 0 else { return false }
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// Whether `statement` changed a row.
    private func changes(_ statement: RoostKit.Statement) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            try database.run(statement)
            return database.changesCount > 0
        }
    }
}

extension Store {
    /// The table of second factors.
    package var secondFactors: SecondFactors { SecondFactors(store: self) }
}
