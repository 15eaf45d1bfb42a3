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
    /// Where the lobby runs.
    let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        authority = try await Authority.open(store: store, hasher: hasher, policy: .open)
    }

    func session(_ name: String) async throws -> Session {
        try await authority.enter(name).session
    }

    /// The rooms as they are after a start.
    func directory(recorders: [any Recorder] = []) -> RoomDirectory {
        RoomDirectory(store: store, recorders: { recorders }, announcer: witness, group: eventLoop)
    }

    /// The lobby as it is after a start.
    func lobby(recorders: [any Recorder] = []) async throws -> Room {
        try await directory(recorders: recorders).room(.lobby)
    }

    /// Posts messages with these ids to the lobby, all in one tick of its event loop.
    ///
    /// The text of a message is its id, where none is given. They are in the room's inbox on return.
    func burst(_ ids: [String], saying text: String? = nil, by session: Session, to room: Room) async throws
        -> Answers
    {
        let answers = Answers(witness)
        try await eventLoop.submit {
            for id in ids {
                room.post(text ?? id, id: id, permit: try session.permit(.send, on: .lobby)) {
                    answers.take($0)
                }
            }
        }.get()
        return answers
    }

    /// Makes every commit to the table of rooms fail while `body` runs.
    func withoutRooms(_ body: () async throws -> Void) async throws {
        try await store.commit([Statement("ALTER TABLE room RENAME TO hidden_room")])
        try await body()
        try await store.commit([Statement("ALTER TABLE hidden_room RENAME TO room")])
    }
}

extension RoomID {
    static let lobby = RoomID(rawValue: "lobby")
}

extension Room {
    /// Posts and awaits the answer.
    func post(_ text: String, id: String, replyTo: Int64? = nil, by session: Session) async throws -> Message
    {
        try await answer {
            post(text, id: id, replyTo: replyTo, permit: try session.permit(.send, on: .lobby), reply: $0)
        }.posted
    }

    /// Revises an own message and awaits the answer.
    func revise(_ revision: Revision, id: String, by session: Session) async throws -> RoomEntry {
        try await answer {
            revise(revision, ownMessage: id, permit: try session.permit(.send, on: .lobby), reply: $0)
        }
    }

    /// Reacts to the message of `author` and awaits the answer.
    func react(_ reaction: String, isOn: Bool = true, id: String, of author: Session, by session: Session)
        async throws -> RoomEntry
    {
        let key = MessageKey(author: author.user, id: id)
        return try await answer {
            react(reaction, isOn: isOn, to: key, permit: try session.permit(.send, on: .lobby), reply: $0)
        }
    }

    /// What is replied to `request`.
    private nonisolated func answer(_ request: (@escaping Reply) throws -> Void) async throws -> RoomEntry {
        let answers = AsyncStream.makeStream(of: Result<RoomEntry, ChatError>.self)
        try request { answers.continuation.yield($0) }
        var iterator = answers.stream.makeAsyncIterator()
        return try #require(await iterator.next()).get()
    }
}
