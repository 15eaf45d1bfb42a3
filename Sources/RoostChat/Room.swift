internal import Logging
package import NIOCore
package import RoostAuth
package import RoostKit
package import RoostStore

/// Who is in one room, and the one place that orders what is said there.
///
/// Messages and their changes share one sequence. They go through in batches: number, record, announce, acknowledge. While
/// one batch is recorded the next gathers, so that nothing overtakes.
package actor Room {
    /// What a device learns when it joins.
    package struct State: Sendable {
        /// What people see of the room.
        package let details: StoredRoom
        /// The number of the latest entry.
        package let sequence: Int64
        /// Who is there, in order of name.
        package let members: [UserID]
    }

    /// Tells whoever asked for an entry how it went, on the room's event loop.
    package typealias Reply = @Sendable (Result<RoomEntry, ChatError>) -> Void

    static let logger = Logger(label: "roost")
    /// How many drafts may wait for the batch that is being recorded.
    static let inboxLimit = 10_000
    /// How many numbers are set aside at a time where nothing is recorded.
    static let reservation: Int64 = 1_000

    /// The room's id.
    package nonisolated let id: RoomID
    nonisolated let eventLoop: any EventLoop
    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: any SerialExecutor
    let store: Store
    let recording: @Sendable () -> [any Recorder]
    let announcer: any Announcer
    let now: @Sendable () -> Int64
    private var devices: [String: any Device] = [:]
    private var deviceCounts: [UserID: Int] = [:]
    /// What people see of the room; its number is that of the start.
    package private(set) var details: StoredRoom
    var log: RoomLog
    /// Every number up to this one is known to the store as used.
    var reserved: Int64
    var inbox: [Draft] = []
    var isWorking = false
    /// Whether the latest batch could not be recorded; the log tells of the first one only.
    var isFailing = false
    /// Who waits until the inbox as they found it is done with.
    var waiting: [CheckedContinuation<Void, Never>] = []
    var typing = Typing()
    var isTypingDue = false

    /// Runs the room on its event loop.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The room of `stored`, on `eventLoop`.
    package init(
        _ stored: StoredRoom,
        on eventLoop: any EventLoop,
        store: Store,
        recorders recording: @escaping @Sendable () -> [any Recorder],
        announcer: any Announcer,
        now: @escaping @Sendable () -> Int64 = Authority.wallClock
    ) {
        id = stored.id
        details = stored
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        self.store = store
        self.recording = recording
        self.announcer = announcer
        self.now = now
        log = RoomLog(sequence: stored.sequence)
        reserved = stored.sequence
    }

    /// The number of the latest entry.
    package var sequence: Int64 { log.sequence }

    /// Takes over what the store has of the room since a change, unless a later one came first.
    package func adopt(_ stored: StoredRoom) {
        guard stored.revision > details.revision else { return }
        let old = details
        details = stored
        announcer.changed(stored, from: old)
    }

    /// Who is there, in order of name.
    package var members: [UserID] { deviceCounts.keys.sorted { $0.rawValue < $1.rawValue } }

    /// Lets `device` in, which hears everything after the returned state.
    package func join(_ device: any Device, permit: consuming Permit<Join>) -> State {
        precondition(permit.room == id && permit.user == device.user, "a permit for something else")
        if devices.updateValue(device, forKey: device.id) == nil {
            deviceCounts[device.user, default: 0] += 1
            if deviceCounts[device.user] == 1 { announcer.joined(device.user, id) }
            device.enter(id)
        }
        return State(details: details, sequence: log.sequence, members: members)
    }

    /// Takes `device` out; without effect where it is not in.
    package func leave(_ device: any Device) {
        guard devices.removeValue(forKey: device.id) != nil else { return }
        device.exit(id)
        let count = (deviceCounts[device.user] ?? 1) - 1
        deviceCounts[device.user] = count > 0 ? count : nil
        guard count == 0 else { return }
        announcer.left(device.user, id)
        typing.stop(device.user)
    }

    /// Returns once every message that was posted before is delivered or refused.
    package func settle() async {
        guard isWorking else { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}
