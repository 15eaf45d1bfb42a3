internal import RoostKit

/// The index of words, which follows the messages a moment later.
///
/// It takes new messages many at a time (docs/decisions/0021): FTS5 writes a piece of its own to the disk for each savepoint,
/// and a room's commit is one. `history_index.through` is the key of the latest message that it has. A change of a message
/// that it has is in the same transaction as the change itself.
struct WordIndex: Sendable {
    /// Some 10 ms of the writer's time, which rooms wait for.
    static let step: Int64 = 500

    let store: any ModuleStore

    /// Takes in the next messages that are not in the index; answers whether there are more.
    func advance() async throws -> Bool {
        guard try await isBehind() else { return false }
        let step = SQLValue.integer(Self.step)
        try await store.write([
            Statement(
                """
                INSERT INTO history_word (rowid, text, author, room)
                SELECT key, text, author, room FROM history_message
                WHERE key > (SELECT through FROM history_index) ORDER BY key LIMIT ?1
                """,
                [step]
            ),
            Statement(
                """
                UPDATE history_index SET through = (
                    SELECT max(key) FROM (
                        SELECT key FROM history_message
                        WHERE key > (SELECT through FROM history_index) ORDER BY key LIMIT ?1
                    )
                )
                WHERE EXISTS (SELECT 1 FROM history_message WHERE key > through)
                """,
                [step]
            ),
        ])
        return try await isBehind()
    }

    /// Has the following steps of `merge()` rewrite all of the index.
    func beginMerge() async throws {
        try await store.write([Self.merging(-16)])
    }

    /// Rewrites the next pages of the index; answers whether there may be more.
    func merge() async throws -> Bool {
        let before = try await version()
        try await store.write([Self.merging(64)])
        return try await version() != before
    }

    private static func merging(_ pages: Int64) -> Statement {
        Statement("INSERT INTO history_word (history_word, rank) VALUES ('merge', ?1)", [.integer(pages)])
    }

    /// What is another one after each change of the index.
    private func version() async throws -> [[SQLValue]] {
        // The rows with the numbers 1 and 10 are FTS5's totals and its list of pieces; the latter begins with a counter.
        try await store.read(Statement("SELECT block FROM history_word_data WHERE id = 10"))
    }

    private func isBehind() async throws -> Bool {
        let query = "SELECT 1 FROM history_message WHERE key > (SELECT through FROM history_index) LIMIT 1"
        return try await !store.read(Statement(query)).isEmpty
    }

    /// Takes the message whose author and id are `key` out of the index, where it is in; before its text changes.
    static func removal(of key: [SQLValue]) -> Statement {
        Statement(
            """
            INSERT INTO history_word (history_word, rowid, text, author, room)
            SELECT 'delete', key, text, author, room FROM history_message
            WHERE author = ?1 AND id = ?2 AND key <= (SELECT through FROM history_index)
            """,
            key
        )
    }

    /// Takes the message back into the index, where it was in; after its text changed.
    static func insertion(of key: [SQLValue]) -> Statement {
        Statement(
            """
            INSERT INTO history_word (rowid, text, author, room)
            SELECT key, text, author, room FROM history_message
            WHERE author = ?1 AND id = ?2 AND key <= (SELECT through FROM history_index)
            """,
            key
        )
    }

    /// Takes the messages numbered `keys` back into the index, where they were in; after something of them changed.
    static func insertion(ofNumbers keys: [Int64]) -> Statement {
        Statement(
            """
            INSERT INTO history_word (rowid, text, author, room)
            SELECT message.key, message.text, message.author, message.room
            FROM json_each(?1) AS wanted CROSS JOIN history_message AS message ON message.key = wanted.value
            WHERE message.key <= (SELECT through FROM history_index)
            """,
            [.list(keys)]
        )
    }

    /// Takes the messages numbered `keys` out of the index, where they are in; before they are removed.
    static func removal(ofNumbers keys: [Int64]) -> Statement {
        Statement(
            """
            INSERT INTO history_word (history_word, rowid, text, author, room)
            SELECT 'delete', message.key, message.text, message.author, message.room
            FROM json_each(?1) AS wanted CROSS JOIN history_message AS message ON message.key = wanted.value
            WHERE message.key <= (SELECT through FROM history_index)
            """,
            [.list(keys)]
        )
    }
}
