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
        /// The number of the latest entry.
        package let sequence: Int64
        /// Who is there, in order of name.
        package let members: [UserID]
    }

    /// Tells whoever asked for an entry how it went, on the room's event loop.
    package typealias Reply = @Sendable (Result<RoomEntry, ChatError>) -> Void

    private static let logger = Logger(label: "roost")
    /// How many drafts may wait for the batch that is being recorded.
    static let inboxLimit = 10_000
    /// How many numbers are set aside at a time where nothing is recorded.
    static let reservation: Int64 = 1_000

    /// The room's id.
    package nonisolated let id: RoomID
    /// The name that people read.
    package nonisolated let title: String
    private nonisolated let eventLoop: any EventLoop
    // Held strongly: `unownedExecutor` does not retain it.
    private nonisolated let executor: any SerialExecutor
    private let store: Store
    private let recording: @Sendable () -> [any Recorder]
    private let announcer: any Announcer
    private let now: @Sendable () -> Int64
    private var devices: [String: any Device] = [:]
    private var deviceCounts: [UserID: Int] = [:]
    private var log: RoomLog
    /// Every number up to this one is known to the store as used.
    private var reserved: Int64
    private var inbox: [Draft] = []
    private var isWorking = false
    /// Whether the latest batch could not be recorded; the log tells of the first one only.
    private var isFailing = false
    /// Who waits until the inbox as they found it is done with.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private var typing = Typing()
    private var isTypingDue = false

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
        title = stored.title
        self.eventLoop = eventLoop
        executor = eventLoop.executor
        self.store = store
        self.recording = recording
        self.announcer = announcer
        self.now = now
        log = RoomLog(sequence: stored.sequence)
        reserved = stored.sequence
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
        return State(sequence: log.sequence, members: members)
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

    /// What comes after the entry `sequence`, for whoever was away.
    /// - Throws: `ChatError.storageUnavailable`.
    package func missed(
        after sequence: Int64,
        permit: consuming Permit<Read>
    ) async throws(ChatError) -> Missed {
        precondition(permit.room == id, "a permit for another room")
        let last = log.sequence
        guard sequence <= last, last - sequence <= RoomLog.entryLimit else {
            return Missed(sequence: last, entries: nil)
        }
        if let entries = log.entries(after: sequence) {
            return Missed(sequence: last, entries: Array(entries))
        }
        for recorder in recording() {
            let found: [RoomEntry]
            do {
                found = try await recorder.entries(of: id, after: sequence, limit: Int(last - sequence))
            } catch {
                throw .storageUnavailable
            }
            // One without a gap, or none: the recorder may not have been there all the time.
            if found.map(\.sequence) == Array((sequence + 1)...last) {
                return Missed(sequence: last, entries: found)
            }
        }
        return Missed(sequence: last, entries: nil)
    }

    /// Notes that the permit's user writes something, or has stopped to.
    ///
    /// It is told a moment later, together with what others do then, and forgotten in time unless it is said again.
    package func setTyping(_ isTyping: Bool, permit: consuming Permit<Send>) {
        precondition(permit.room == id, "a permit for another room")
        if isTyping { typing.start(permit.user, at: .now()) } else { typing.stop(permit.user) }
        tellTyping()
    }

    private func tellTyping() {
        guard !isTypingDue else { return }
        isTypingDue = true
        eventLoop.scheduleTask(in: Typing.tick) {
            self.assumeIsolated { room in
                room.isTypingDue = false
                if let users = room.typing.change(at: .now()) { room.announcer.typing(users, room.id) }
                if !room.typing.isIdle { room.tellTyping() }
            }
        }
    }

    /// Takes `draft` in turn.
    nonisolated func submit(_ draft: Draft) {
        if eventLoop.inEventLoop {
            assumeIsolated { $0.accept(draft) }
        } else {
            eventLoop.execute { self.assumeIsolated { $0.accept(draft) } }
        }
    }

    private func accept(_ draft: Draft) {
        guard inbox.count < Self.inboxLimit else { return draft.reply(.failure(.busy)) }
        inbox.append(draft)
        guard !isWorking else { return }
        if recording().isEmpty, log.sequence < reserved {
            let drafts = takeInbox()
            return deliver(batch(of: drafts), to: drafts)
        }
        isWorking = true
        Task { await self.work() }
    }

    private func work() async {
        while !inbox.isEmpty || !waiting.isEmpty {
            let settled = waiting
            waiting = []
            let batch = takeInbox()
            if !batch.isEmpty { await record(batch) }
            for continuation in settled { continuation.resume() }
        }
        isWorking = false
    }

    private func takeInbox() -> [Draft] {
        defer { inbox = [] }
        return inbox
    }

    /// Makes what `drafts` come to durable and delivers it; nobody sees any of it where that fails.
    private func record(_ drafts: [Draft]) async {
        // For the whole batch, whatever modules come and go meanwhile.
        let recorders = recording()
        do {
            if recorders.isEmpty {
                reserved = log.sequence + Int64(drafts.count) + Self.reservation
                try await store.commit([Rooms.recordingStatement(id, sequence: reserved)])
                return deliver(batch(of: drafts), to: drafts)
            }
            try await recall(drafts.filter(\.isChange), from: recorders)
            var batch = batch(of: drafts)
            do {
                try await commit(batch, by: recorders)
            } catch StoreError.duplicate {
                try await recall(drafts, from: recorders)
                batch = self.batch(of: drafts)
                try await commit(batch, by: recorders)
            }
            deliver(batch, to: drafts)
        } catch {
            if recorders.isEmpty { reserved = log.sequence }
            if !isFailing {
                Self.logger.error(
                    "messages are not recorded, and so not delivered, until the storage takes them again",
                    metadata: ["room": "\(id.rawValue)", "error": "\(error)"]
                )
            }
            isFailing = true
            for draft in drafts { draft.reply(.failure(.storageUnavailable)) }
        }
    }

    private func batch(of drafts: [Draft]) -> Batch {
        Batch(drafts, after: log, in: id, at: now())
    }

    /// Asks the recorders for those messages of `drafts` that are not remembered.
    private func recall(_ drafts: [Draft], from recorders: [any Recorder]) async throws {
        let keys = Set(drafts.map(\.message)).filter { log.message($0) == nil }
        guard !keys.isEmpty else { return }
        for recorder in recorders {
            for message in try await recorder.earlier(Array(keys)) { log.remember(message) }
        }
    }

    private func commit(_ batch: Batch, by recorders: [any Recorder]) async throws {
        guard let last = batch.entries.last else { return }
        var statements: [Statement] = []
        for recorder in recorders { statements += try await recorder.statements(recording: batch.entries) }
        try await store.commit(statements + [Rooms.recordingStatement(id, sequence: last.sequence)])
        // The store knows of no numbers that were set aside before.
        reserved = last.sequence
    }

    /// Announces what is new in `batch`, and answers all of `drafts`.
    private func deliver(_ batch: Batch, to drafts: [Draft]) {
        isFailing = false
        for entry in batch.entries {
            log.append(entry)
            announcer.added(entry)
            if case .posted(let message) = entry { typing.stop(message.author) }
        }
        for (draft, answer) in zip(drafts, batch.answers) { draft.reply(answer) }
        log.trim()
    }
}
