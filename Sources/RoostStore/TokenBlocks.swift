internal import GRDB
internal import RoostKit

/// The table of tokens up to one of their conditions: what is counted and what is revoked.
package struct TokenBlocks: Sendable {
    let store: Store

    /// Whether one of `blocks` is revoked.
    package func isRevoked(anyOf blocks: [String]) async throws(StoreError) -> Bool {
        try await !store.read(Self.revoked(among: blocks)).isEmpty
    }

    /// Counts a use of each of `uses`, or none, for the session or link `token`, whose revocation ids are `blocks`.
    package func use(
        _ uses: [BlockUse],
        of token: String,
        blocks: [String]
    ) async throws(StoreError) -> BlockUseOutcome {
        try await store.writer.commit { try Self.use(uses, of: token, blocks: blocks, in: $0) }
    }

    /// Makes `block` of the session or link `token` void, and all that was derived from it, noted as `entry`.
    ///
    /// Once more changes nothing; neither does one of a token that is gone.
    /// - Returns: `false` where too many of the token are counted or revoked already.
    package func revoke(
        _ block: String,
        of token: String,
        noting entry: AuditEntry
    ) async throws(StoreError) -> Bool {
        try await store.writer.commit { database in
            guard try Self.stands(token, in: database) else { return true }
            guard try Self.hasRoom(for: [block], of: token, in: database) else { return false }
            try database.run(
                Statement(
                    """
                    INSERT INTO token_block (id, token, revoked) VALUES (?1, ?2, 1)
                    ON CONFLICT (id) DO UPDATE SET revoked = 1
                    """,
                    [.text(block), .text(token)]
                )
            )
            try database.run(AuditLog.insertion(of: entry))
            return true
        }
    }

    /// Counts as `use(_:of:blocks:)` does, as a part of a larger transaction.
    static func use(
        _ uses: [BlockUse],
        of token: String,
        blocks: [String],
        in database: Database
    ) throws -> BlockUseOutcome {
        guard try stands(token, in: database),
            try !database.has(revoked(among: blocks))
        else { return .ended }
        guard try hasRoom(for: uses.map(\.block), of: token, in: database) else { return .crowded }
        for use in uses {
            let query = Statement("SELECT uses FROM token_block WHERE id = ?1", [.text(use.block)])
            let count = try database.rows(of: query) { try $0.decode(Int64.self, atIndex: 0) }.first ?? 0
            guard count < use.limit else { return .usedUp(use) }
        }
        for use in uses {
            try database.run(
                Statement(
                    """
                    INSERT INTO token_block (id, token, uses) VALUES (?1, ?2, 1)
                    ON CONFLICT (id) DO UPDATE SET uses = uses + 1
                    """,
                    [.text(use.block), .text(token)]
                )
            )
        }
        return .counted
    }

    private static func stands(_ token: String, in database: Database) throws -> Bool {
        let query = Statement(
            "SELECT 1 FROM session WHERE id = ?1 UNION ALL SELECT 1 FROM link WHERE id = ?1",
            [.text(token)]
        )
        return try database.has(query)
    }

    private static func hasRoom(
        for blocks: [String],
        of token: String,
        in database: Database
    ) throws -> Bool {
        let query = Statement(
            "SELECT count(*) FROM token_block WHERE token = ?1 AND id NOT IN (SELECT value FROM json_each(?2))",
            [.text(token), .text(array(of: blocks))]
        )
        let others = try database.rows(of: query) { try $0.decode(Int64.self, atIndex: 0) }.first ?? 0
        return others + Int64(blocks.count) <= Limits.blocksPerToken
    }

    private static func revoked(among blocks: [String]) -> RoostKit.Statement {
        Statement(
            "SELECT 1 FROM token_block WHERE revoked = 1 AND id IN (SELECT value FROM json_each(?1)) LIMIT 1",
            [.text(array(of: blocks))]
        )
    }

    /// `blocks`, which are URL-safe Base64, as an array in JSON.
    private static func array(of blocks: [String]) -> String {
        "[" + blocks.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
}

extension Store {
    /// The table of tokens up to one of their conditions.
    package var tokenBlocks: TokenBlocks { TokenBlocks(store: self) }
}
