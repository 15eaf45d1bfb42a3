import RoostKit
import RoostStore
import Synchronization

@testable import RoostChat

/// Keeps messages in a table of its own, as History does; it can be made to fail and to wait.
final class TestRecorder: Recorder {
    private let store: Store
    private let broken = Mutex(false)
    /// What `earlier` waits for.
    let gate = Gate()

    init(_ store: Store) async throws {
        self.store = store
        try await store.commit([
            Statement(
                "CREATE TABLE IF NOT EXISTS kept (author TEXT, id TEXT, seq INTEGER, text TEXT, UNIQUE (author, id))"
            )
        ])
    }

    /// What is recorded while this is set is refused by the database.
    var isBroken: Bool {
        get { broken.withLock { $0 } }
        set { broken.withLock { $0 = newValue } }
    }

    func statements(recording messages: [Message]) -> [Statement] {
        let table = isBroken ? "no_such_table" : "kept"
        return messages.map {
            Statement(
                "INSERT INTO \(table) VALUES (?1, ?2, ?3, ?4)",
                [.text($0.author.rawValue), .text($0.id), .integer($0.sequence), .text($0.text)]
            )
        }
    }

    func earlier(_ keys: [MessageKey]) async throws -> [Message] {
        await gate.pass()
        var found: [Message] = []
        for key in keys {
            let query = Statement(
                "SELECT seq, text FROM kept WHERE author = ?1 AND id = ?2",
                [.text(key.author.rawValue), .text(key.id)]
            )
            for row in try await store.read(query) {
                guard case .integer(let sequence) = row[0], case .text(let text) = row[1] else { continue }
                found.append(
                    Message(
                        id: key.id,
                        sequence: sequence,
                        room: .lobby,
                        author: key.author,
                        text: text,
                        at: 0
                    )
                )
            }
        }
        return found
    }
}
