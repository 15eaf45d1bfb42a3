import RoostKit
import RoostStore
import Synchronization

@testable import RoostChat

/// Keeps messages in a table of its own, but no changes of them, only their effects; it can be made to fail and to wait.
final class TestRecorder: Recorder {
    private let store: Store
    private let broken = Mutex(false)
    /// What `earlier` and `entries` wait for.
    let gate = Gate()

    init(_ store: Store) async throws {
        self.store = store
        try await store.commit([
            Statement(
                """
                CREATE TABLE IF NOT EXISTS kept
                (author TEXT, id TEXT, seq INTEGER, text TEXT, deleted INTEGER DEFAULT 0, UNIQUE (author, id))
                """
            )
        ])
    }

    /// What is recorded while this is set is refused by the database.
    var isBroken: Bool {
        get { broken.withLock { $0 } }
        set { broken.withLock { $0 = newValue } }
    }

    func statements(recording entries: [RoomEntry]) -> [Statement] {
        isBroken ? [Statement("INSERT INTO no_such_table VALUES (1)")] : entries.compactMap(statement)
    }

    private func statement(_ entry: RoomEntry) -> Statement? {
        func key(_ key: MessageKey) -> [SQLValue] { [.text(key.author.rawValue), .text(key.id)] }
        switch entry {
        case .posted(let message):
            return Statement(
                "INSERT INTO kept (author, id, seq, text) VALUES (?1, ?2, ?3, ?4)",
                key(message.key) + [.integer(message.sequence), .text(message.text)]
            )
        case .changed(let change):
            switch change.kind {
            case .edited(let text):
                return Statement(
                    "UPDATE kept SET text = ?3 WHERE author = ?1 AND id = ?2",
                    key(change.message) + [.text(text)]
                )
            case .deleted:
                return Statement(
                    "UPDATE kept SET text = '', deleted = 1 WHERE author = ?1 AND id = ?2",
                    key(change.message)
                )
            default: return nil
            }
        case .noted: return nil
        }
    }

    func earlier(_ keys: [MessageKey]) async throws -> [Message] {
        await gate.pass()
        var found: [Message] = []
        for key in keys {
            let query = Statement(
                "SELECT author, id, seq, text, deleted FROM kept WHERE author = ?1 AND id = ?2",
                [.text(key.author.rawValue), .text(key.id)]
            )
            found += try await store.read(query).compactMap(message)
        }
        return found
    }

    func entries(of room: RoomID, after sequence: Int64, limit: Int) async throws -> [RoomEntry] {
        await gate.pass()
        let query = Statement(
            "SELECT author, id, seq, text, deleted FROM kept WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            [.integer(sequence), .integer(Int64(limit))]
        )
        return try await store.read(query).compactMap(message).map(RoomEntry.posted)
    }

    private func message(_ row: [SQLValue]) -> Message? {
        guard case (.text(let author), .text(let id), .integer(let sequence)) = (row[0], row[1], row[2]),
            case (.text(let text), .integer(let deleted)) = (row[3], row[4])
        else { return nil }
        return Message(
            id: id,
            sequence: sequence,
            room: .lobby,
            author: UserID(rawValue: author),
            text: text,
            at: 0,
            isDeleted: deleted != 0
        )
    }
}
