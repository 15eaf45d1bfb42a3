/// What one client was sent of marked events, in order, so that the last one that it had tells what it lacks in each room.
public struct Trail: Sendable, Codable {
    /// How many events are remembered at least: more than wait for a client that reads.
    private static let limit = 128

    private struct Step: Sendable, Codable {
        let mark: EventMark
        /// Whether the client came into the room here, having all up to the mark's number.
        let isEntry: Bool
    }

    /// How far the client was in each room before `steps`.
    private var positions: [String: Int64]
    private var steps: [Step] = []
    /// The last event before `steps`.
    private var before: EventMark?

    /// The trail of a client that has had everything up to `positions`, and `last` as the last of it.
    public init(positions: [String: Int64] = [:], last: EventMark? = nil) {
        self.positions = positions
        before = last
    }

    /// The rooms that it is about.
    public var rooms: Set<String> { Set(positions.keys).union(steps.map(\.mark.room)) }

    /// How much memory it takes, in entries.
    public var count: Int { positions.count + steps.count }

    /// How far a client is in each room whose last event was `last`, or that had none; nothing where that is not known.
    public func positions(after last: EventMark?) -> [String: Int64]? {
        let next: Int
        if let last, let index = steps.lastIndex(where: { $0.mark == last }) {
            next = index + 1
        } else if before == last || (before == nil && steps.allSatisfy(\.isEntry)) {
            next = 0
        } else {
            return nil
        }
        var found = positions
        for step in steps[..<next] { found[step.mark.room] = step.mark.number }
        // What it came into later begins there.
        for step in steps[next...] where step.isEntry { found[step.mark.room] = step.mark.number }
        return found
    }

    /// The client is in `room` from its event `number` on, unless it is already.
    mutating func enter(_ room: String, after number: Int64) {
        guard positions[room] == nil, !steps.contains(where: { $0.mark.room == room }) else { return }
        add(Step(mark: EventMark(room: room, number: number), isEntry: true))
    }

    /// The client is not in `room` any more.
    mutating func exit(_ room: String) {
        positions[room] = nil
        steps.removeAll { $0.mark.room == room }
    }

    /// The client was sent the event with this mark.
    mutating func sent(_ mark: EventMark) {
        add(Step(mark: mark, isEntry: false))
    }

    private mutating func add(_ step: Step) {
        steps.append(step)
        guard steps.count >= 2 * Self.limit else { return }
        for step in steps.prefix(Self.limit) {
            positions[step.mark.room] = step.mark.number
            before = step.mark
        }
        steps.removeFirst(Self.limit)
    }
}
