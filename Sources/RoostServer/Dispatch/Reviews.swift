import RoostKit
import Synchronization

/// Messages that modules are asked about just now, by author: whoever keeps somebody quiet waits for these.
final class Reviews: Sendable {
    private struct State {
        var count = 0
        /// Those under way, by number, each with who waits for it.
        var reviews: [UserID: [Int: [CheckedContinuation<Void, Never>]]] = [:]
    }

    private let state = Mutex(State())

    /// Does `work`, which has modules asked about a message of `user`'s and then hands it to its room.
    func during<Result>(of user: UserID, _ work: () async throws -> Result) async rethrows -> Result {
        let number = state.withLock { state in
            state.count += 1
            state.reviews[user, default: [:]][state.count] = []
            return state.count
        }
        defer { end(number, of: user) }
        return try await work()
    }

    /// Returns once those messages of `user` that are under way now are with their rooms, or refused.
    func settle(_ user: UserID) async {
        for number in state.withLock({ $0.reviews[user].map { Array($0.keys) } ?? [] }) {
            await withCheckedContinuation { continuation in
                let isUnderWay = state.withLock { state in
                    state.reviews[user]?[number]?.append(continuation) != nil
                }
                if !isUnderWay { continuation.resume() }
            }
        }
    }

    private func end(_ number: Int, of user: UserID) {
        let waiting = state.withLock { state in
            let waiting = state.reviews[user]?.removeValue(forKey: number)
            if state.reviews[user]?.isEmpty == true { state.reviews[user] = nil }
            return waiting ?? []
        }
        for continuation in waiting { continuation.resume() }
    }
}
