internal import FoundationEssentials
internal import RoostKit

/// What goes on in the background: the index follows the messages, and what is too old goes.
///
/// Both work in small steps, and rest after each several times as long as it took: the chat has the database before them.
struct Upkeep: Sendable {
    /// How much longer than a step the pause after it is.
    private static let rest = 4
    /// How long to wait where there is nothing to do: a search brings the index up to date by itself.
    private static let idle = Duration.seconds(5)
    /// How many steps the index has to give up what was removed, after each sweep.
    private static let mergeLimit = 2_000
    /// How many rooms a part of a sweep looks at.
    private static let roomsPerPart = 100

    let index: WordIndex
    let retention: Retention
    /// The rule of rooms that have none of their own.
    let rule: RetentionRule
    /// How often messages are looked through.
    let interval: Duration
    /// Whether there is no such room any more.
    let isGone: @Sendable (RoomID) async throws -> Bool
    let log: @Sendable (LogLevel, String, [String: String]) -> Void

    /// Brings the index up to date again and again, until it is cancelled.
    @concurrent
    func follow() async throws {
        while true {
            do {
                while try await rested({ try await index.advance() }) {}
            } catch {
                try give(error, "the index of words could not be brought up to date")
            }
            try await Task.sleep(for: Self.idle)
        }
    }

    /// Removes what is too old again and again, until it is cancelled.
    @concurrent
    func sweepRegularly() async throws {
        while true {
            do {
                let count = try await sweep(at: Self.now())
                if count > 0 {
                    log(.info, "messages were removed by their age or number", ["count": "\(count)"])
                }
            } catch {
                try give(error, "what is too old could not be removed")
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Removes what is too old at the time `now`, and what holds that are over had kept of rooms that are gone; answers how many
    /// messages and facts that were.
    func sweep(at now: Int64) async throws -> Int {
        let rules = try await retention.rules()
        var removed = 0
        var next = try await retention.room(after: nil)
        while let room = next {
            removed += try await emptied { try await clear(room, by: rules[room] ?? rule, at: now) }
            next = try await retention.room(after: room)
        }
        if removed > 0 { try await merge() }
        return removed
    }

    /// Does the part of a sweep that begins at `place`, for somebody who waits for it: a step, or a look at many rooms that have
    /// nothing to remove.
    func sweep(from place: SweepPlace, at now: Int64) async throws -> SweepReply {
        if let rounds = place.merging {
            let goesOn = try await rested { try await index.merge() }
            return SweepReply(removed: 0, next: goesOn && rounds > 1 ? SweepPlace(merging: rounds - 1) : nil)
        }
        let rules = try await retention.rules()
        var last = place.after
        for _ in 0..<Self.roomsPerPart {
            guard let room = try await retention.room(after: last) else {
                try await index.beginMerge()
                return SweepReply(removed: 0, next: SweepPlace(merging: Self.mergeLimit))
            }
            let count = try await rested { try await clear(room, by: rules[room] ?? rule, at: now) }
            guard count == 0 else { return SweepReply(removed: count, next: SweepPlace(after: last)) }
            last = room
        }
        return SweepReply(removed: 0, next: SweepPlace(after: last))
    }

    /// Removes the next messages and facts of `room` that `rule` does not keep, or all of a room that is gone, at most a step; answers how
    /// many.
    private func clear(_ room: RoomID, by rule: RetentionRule, at now: Int64) async throws -> Int {
        if try await isGone(room) { return try await retention.eraseStep(from: room) }
        guard !rule.isEmpty else { return 0 }
        return try await retention.removeStep(from: room, by: rule, at: now)
    }

    /// Takes steps until one has nothing to do; answers what they did together.
    private func emptied(_ step: () async throws -> Int) async throws -> Int {
        var (count, sum) = (1, 0)
        while count > 0 {
            count = try await rested(step)
            sum += count
        }
        return sum
    }

    /// Rewrites the index, so that words of what was removed are in it no longer.
    private func merge() async throws {
        try await index.beginMerge()
        for _ in 0..<Self.mergeLimit where try await rested({ try await index.merge() }) {}
    }

    private func rested<T: Sendable>(_ step: () async throws -> T) async throws -> T {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await step()
        try await clock.sleep(for: (clock.now - start) * Self.rest)
        return result
    }

    private func give(_ error: any Error, _ text: String) throws {
        if error is CancellationError { throw error }
        log(.warning, text, ["error": "\(error)"])
    }

    /// The time in milliseconds since 1970-01-01T00:00:00Z.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }
}
