internal import RoostKit

/// What one user posted lately, as far as limits need it.
struct Pace: Sendable {
    /// What a message comes to.
    enum Outcome: Equatable {
        case accept
        /// It comes too soon: milliseconds until it may come.
        case wait(Int64)
        /// The same was said often enough.
        case duplicate
    }

    private struct Posted {
        let id: String
        let room: RoomID
        let text: Int
        let at: Int64
    }

    /// Rooms with slow mode in which one is remembered to have posted: those that are left longest go first.
    private static let slowLimit = 100

    private var posted: [Posted] = []
    /// When they last posted in rooms with slow mode, however much they have posted elsewhere since.
    private var slowed: [RoomID: Int64] = [:]
    private var strikes: [Int64] = []

    /// When the latest of it was.
    var latest: Int64 { max(posted.last?.at ?? 0, strikes.last ?? 0) }

    /// Takes a message, unless it goes past `limits` or comes sooner than `slow` milliseconds after the one before it
    /// in its room; one that was taken before is the same again.
    mutating func take(
        _ proposal: MessageProposal,
        at now: Int64,
        limits: PaceLimits,
        slow: Int64
    ) -> Outcome {
        guard !posted.contains(where: { $0.id == proposal.id && $0.room == proposal.room }) else {
            return .accept
        }
        let text = Self.look(of: proposal.text)
        let outcome = judge(text, in: proposal.room, at: now, limits: limits, slow: slow)
        if outcome == .accept {
            posted.append(Posted(id: proposal.id, room: proposal.room, text: text, at: now))
            if posted.count > limits.memory { posted.removeFirst(posted.count - limits.memory) }
            if slow > 0 { remember(proposal.room, at: now) }
        }
        return outcome
    }

    /// Notes that a limit was run into, and tells whether that was once too often.
    mutating func strike(at now: Int64, limits: PaceLimits) -> Bool {
        strikes.removeAll { $0 + limits.window * 6 <= now }
        strikes.append(now)
        guard strikes.count >= limits.strikes else { return false }
        strikes = []
        return true
    }

    private mutating func remember(_ room: RoomID, at now: Int64) {
        slowed[room] = now
        guard slowed.count > Self.slowLimit, let oldest = slowed.min(by: { $0.value < $1.value }) else {
            return
        }
        slowed[oldest.key] = nil
    }

    private func judge(_ text: Int, in room: RoomID, at now: Int64, limits: PaceLimits, slow: Int64)
        -> Outcome
    {
        let recent = posted.filter { $0.at + limits.window > now }
        if recent.count >= limits.messages, let oldest = recent.dropLast(limits.messages - 1).last {
            return .wait(oldest.at + limits.window - now)
        }
        if slow > 0 {
            let last = [slowed[room], posted.last { $0.room == room }?.at].compactMap(\.self).max()
            if let last, last + slow > now { return .wait(last + slow - now) }
        }
        let same = posted.count { $0.text == text && $0.at + limits.duplicateWindow > now }
        return same >= limits.duplicates ? .duplicate : .accept
    }

    /// Texts that differ in case, spaces and hidden characters alone look the same.
    private static func look(of text: String) -> Int {
        let folded = FoldedText(text)
        let letters = zip(folded.bytes, folded.isWord).filter(\.1).map(\.0)
        return (letters.isEmpty ? folded.bytes : letters).hashValue
    }
}
