import RoostKit
import RoostStore
import Synchronization

@testable import RoostChat

/// The lobby's devices with what each heard in each of its stays, and all that was ever announced and
/// answered.
final class SimulatedHouse: Announcer {
    /// What one device heard between a join and the leave after it.
    struct Stay {
        /// How many entries had been announced when it began, and when it ended.
        let begin: Int
        var end: Int?
        var heard: [RoomEntry] = []
    }

    private struct State {
        var announced: [RoomEntry] = []
        var current: [String: Stay] = [:]
        var past: [Stay] = []
        var acknowledged: [Message] = []
        var answerCount = 0
    }

    private let state = Mutex(State())

    var announced: [RoomEntry] { state.withLock { $0.announced } }
    var stays: [Stay] { state.withLock { $0.past } }
    /// The messages that posts were answered with.
    var acknowledged: [Message] { state.withLock { $0.acknowledged } }
    /// How many requests were answered, well or badly.
    var answerCount: Int { state.withLock { $0.answerCount } }

    func enter(_ device: String) {
        state.withLock { $0.current[device] = Stay(begin: $0.announced.count) }
    }

    func exit(_ device: String) {
        state.withLock { state in
            guard var stay = state.current.removeValue(forKey: device) else { return }
            stay.end = state.announced.count
            state.past.append(stay)
        }
    }

    func added(_ entry: RoomEntry) {
        state.withLock { state in
            state.announced.append(entry)
            for device in state.current.keys { state.current[device]?.heard.append(entry) }
        }
    }

    func answered(_ answer: Result<RoomEntry, ChatError>) {
        state.withLock { state in
            state.answerCount += 1
            if case .success(.posted(let message)) = answer { state.acknowledged.append(message) }
        }
    }

    func attended(_ change: AttendanceChange, _ room: RoomID) {}
    func joined(_ user: UserID, _ room: RoomID) {}
    func left(_ user: UserID, _ room: RoomID) {}
    func changed(_ room: StoredRoom, from old: StoredRoom) {}
    func typing(_ users: [UserID], _ room: RoomID) {}
}

/// A device of the house.
struct SimulatedDevice: Device {
    let id: String
    let user: UserID
    let house: SimulatedHouse

    func enter(_ room: RoomID, after sequence: Int64) { house.enter(id) }
    func exit(_ room: RoomID) { house.exit(id) }
}

/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
