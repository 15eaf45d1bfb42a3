internal import Logging
package import NIOCore
internal import RoostAuth
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
        /// Who is there, in order of name, the first 200.
        package let members: [UserID]
        /// How many are there.
        package let count: Int
        /// How those of the members are there who are not just online.
        package let statuses: [UserID: PresenceStatus]
    }

    /// Tells whoever asked for an entry how it went, on the room's event loop.
    package typealias Reply = @Sendable (Result<RoomEntry, ChatError>) -> Void

    static let logger = Logger(label: "roost")
    /// How many drafts may wait for the batch that is being recorded.
    static let inboxLimit = 10_000
    /// How many bytes of text those may have: with a page of print each, not nearly so many wait.
    static let inboxByteLimit = 4 << 20
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
    var devices: [String: any Device] = [:]
    var attendance = Attendance()
    var attendanceTimer: (timer: Scheduled<Void>, due: NIODeadline)?
    /// How long it remembers what was said after the last device is out.
    nonisolated let restTime: TimeAmount
    var isResting = false
    /// What people see of the room; its number is that of the start.
    package private(set) var details: StoredRoom
    var log: RoomLog
    /// Every number up to this one is known to the store as used.
    var reserved: Int64
    var inbox: [Draft] = []
    var inboxByteCount = 0
    var isWorking = false
    /// Whether it is about to be deleted, and so takes nothing more.
    private(set) var isClosed = false
    /// Whether the latest batch could not be recorded; the log tells of the first one only.
    var isFailing = false
    /// Who waits until the inbox as they found it is done with.
    var waiting: [CheckedContinuation<Void, Never>] = []
    var typing = Typing()
    var isTypingDue = false

    /// Runs the room on its event loop.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The room of `stored`, on `eventLoop`, whose `executor` it runs on.
    package init(
        _ stored: StoredRoom,
        on eventLoop: any EventLoop,
        executor: any SerialExecutor,
        store: Store,
        recorders recording: @escaping @Sendable () -> [any Recorder],
        announcer: any Announcer,
        restTime: TimeAmount = .minutes(2),
        now: @escaping @Sendable () -> Int64 = Authority.wallClock
    ) {
        id = stored.id
        details = stored
        self.eventLoop = eventLoop
        self.executor = executor
        self.store = store
        self.recording = recording
        self.announcer = announcer
        self.restTime = restTime
        self.now = now
        log = RoomLog(sequence: stored.sequence)
        reserved = stored.sequence
    }

    /// The number of the latest entry.
    package var sequence: Int64 { log.sequence }

    /// How it is, without names of who is there.
    var glance: State {
        State(details: details, sequence: log.sequence, members: [], count: attendance.count, statuses: [:])
    }

    /// Takes over what the store has of the room since a change of `old`, and tells what the room is by then.
    package func adopt(_ stored: StoredRoom, from old: StoredRoom) {
        if stored.revision > details.revision { details = stored }
        announcer.changed(details, from: old)
    }

    /// Takes nothing more, and lets nobody in; on return what it has taken before is told or refused.
    package func close() async {
        isClosed = true
        await settle()
    }

    /// Ends what `close` began.
    package func reopen() {
        isClosed = false
        tellAttendance()
    }

    /// Keeps no place for `user`, whose account is gone, and remembers nothing that they said.
    package func forget(_ user: UserID) async {
        dismiss(user, except: [])
        await settle()
        log.forget(user)
    }

    /// Returns once every message that was posted before is delivered or refused.
    package func settle() async {
        guard isWorking else { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}
