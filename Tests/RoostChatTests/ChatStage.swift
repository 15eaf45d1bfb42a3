import NIOCore
import NIOPosix
import RoostAuth
import RoostKit
import RoostStore
import RoostTestKit
import Synchronization
import Testing

@testable import RoostChat

/// The lobby over a fresh database, with people who are allowed everything that members are.
final class ChatStage: Sendable {
    let folder: TemporaryFolder
    let store: Store
    let authority: Authority
    let witness = Witness()

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        let cost = try #require(PasswordCost(memoryKiB: 8, passes: 1))
        let hasher = PasswordHasher(cost: cost, threadCount: 1)
        authority = try await Authority.open(store: store, hasher: hasher, policy: .open)
    }

    func session(_ name: String) async throws -> Session {
        _ = try await authority.signUp(name: name, password: "correct horse")
        let token = try await authority.signIn(name: name, password: "correct horse").token
        return try await authority.authenticate(token: token)
    }

    /// The lobby as it is after a start.
    func lobby(recorders: [any Recorder] = []) async throws -> Room {
        let directory = RoomDirectory(
            store: store,
            recorders: recorders,
            announcer: witness,
            group: MultiThreadedEventLoopGroup.singleton
        )
        return try await directory.room(.lobby)
    }
}

extension RoomID {
    static let lobby = RoomID(rawValue: "lobby")
}

extension Room {
    /// Posts and awaits the answer.
    func post(_ text: String, id: String, by session: Session) async throws -> Message {
        let answers = AsyncStream.makeStream(of: Result<Message, ChatError>.self)
        post(text, id: id, permit: try session.permit(.send, on: .lobby)) { answers.continuation.yield($0) }
        var iterator = answers.stream.makeAsyncIterator()
        return try #require(await iterator.next()).get()
    }
}

/// Writes down what rooms announce, in order.
final class Witness: Announcer {
    enum Fact: Equatable {
        case posted(Message)
        case joined(UserID)
        case left(UserID)
    }

    private let all = Mutex<[Fact]>([])

    var facts: [Fact] { all.withLock { $0 } }

    var posted: [Message] {
        facts.compactMap { if case .posted(let message) = $0 { message } else { nil } }
    }

    func posted(_ message: Message) { all.withLock { $0.append(.posted(message)) } }
    func joined(_ user: UserID, _ room: RoomID) { all.withLock { $0.append(.joined(user)) } }
    func left(_ user: UserID, _ room: RoomID) { all.withLock { $0.append(.left(user)) } }
}

/// A device that writes down which rooms it may hear.
final class TestDevice: Device {
    let id: String
    let user: UserID
    private let rooms = Mutex<Set<RoomID>>([])

    init(_ id: String, of session: Session) {
        self.id = id
        user = session.user
    }

    var hears: Set<RoomID> { rooms.withLock { $0 } }

    func enter(_ room: RoomID) { _ = rooms.withLock { $0.insert(room) } }
    func exit(_ room: RoomID) { _ = rooms.withLock { $0.remove(room) } }
}

/// Keeps messages in a table of its own, as History does; it can be made to fail.
final class TestRecorder: Recorder {
    private let store: Store
    private let broken = Mutex(false)

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
