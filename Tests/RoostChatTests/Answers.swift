import RoostKit
import Synchronization

@testable import RoostChat

/// The answers to several posts, in the order in which they come.
final class Answers: Sendable {
    typealias Answer = Result<RoomEntry, ChatError>

    private let all = Mutex<[Answer]>([])
    private let witness: Witness
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

    init(_ witness: Witness) { self.witness = witness }

    /// How many have come.
    var count: Int { all.withLock { $0.count } }

    func take(_ answer: Answer) {
        if case .success(.posted(let message)) = answer { witness.answered(message) }
        all.withLock { $0.append(answer) }
        continuation.yield()
    }

    /// The first `count` of them, once they are there.
    func first(_ count: Int) async -> [Answer] {
        if self.count < count {
            for await _ in stream where self.count >= count { break }
        }
        return all.withLock { Array($0.prefix(count)) }
    }

    /// The messages of the first `count` answers, all of which are good.
    func messages(_ count: Int) async throws -> [Message] {
        try await first(count).map { try $0.get().posted }
    }

    /// Why the first `count` posts were refused; `nil` for those that were not.
    func errors(_ count: Int) async -> [ChatError?] {
        await first(count).map { answer in
            if case .failure(let error) = answer { error } else { nil }
        }
    }
}

extension RoomEntry {
    /// The message that it is.
    var posted: Message {
        get throws {
            guard case .posted(let message) = self else { throw NoMessage() }
            return message
        }
    }
}

private struct NoMessage: Error {}
