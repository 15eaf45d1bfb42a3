package import NIOCore
package import RoostAuth
package import RoostKit
package import RoostStore

/// Who is in one room, and the one place that orders what is said there.
///
/// Messages go through in batches: record, number, deliver, acknowledge. While one batch is recorded the next gathers, so
/// that no message overtakes another.
package actor Room {
    /// What a device learns when it joins.
    package struct State: Sendable {
        /// The number of the latest message.
        package let sequence: Int64
        /// Who is there, in order of name.
        package let members: [UserID]
    }

    private struct Draft {
        let key: MessageKey
        let text: String
        let reply: @Sendable (Result<Message, ChatError>) -> Void
    }

    /// How many messages may wait for the batch that is being recorded.
    static let inboxLimit = 10_000
    /// How many of the latest messages are known by key without asking a recorder.
    private static let recentLimit = 1_000
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
    private var sequence: Int64
    /// Every number up to this one is known to the store as used.
    private var reserved: Int64
    private var inbox: [Draft] = []
    private var isWorking = false
    /// Who waits until the inbox as they found it is done with.
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var recent: [MessageKey: Message] = [:]
    private var recentKeys: [MessageKey] = []

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
        sequence = stored.sequence
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
        return State(sequence: sequence, members: members)
    }

    /// Takes `device` out; without effect where it is not in.
    package func leave(_ device: any Device) {
        guard devices.removeValue(forKey: device.id) != nil else { return }
        device.exit(id)
        let count = (deviceCounts[device.user] ?? 1) - 1
        deviceCounts[device.user] = count > 0 ? count : nil
        if count == 0 { announcer.left(device.user, id) }
    }

    /// Returns once every message that was posted before is delivered or refused.
    package func settle() async {
        guard isWorking else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Posts `text`, in the order of the calls, and answers through `reply` on the room's event loop.
    ///
    /// The same author and message id a second time is answered with the first message.
    package nonisolated func post(
        _ text: String,
        id messageID: String,
        permit: consuming Permit<Send>,
        reply: @escaping @Sendable (Result<Message, ChatError>) -> Void
    ) {
        precondition(permit.room == id, "a permit for another room")
        let key = MessageKey(author: permit.user, id: messageID)
        if eventLoop.inEventLoop {
            assumeIsolated { $0.accept(Draft(key: key, text: text, reply: reply)) }
        } else {
            eventLoop.execute { self.assumeIsolated { $0.accept(Draft(key: key, text: text, reply: reply)) } }
        }
    }

    private func accept(_ draft: Draft) {
        guard inbox.count < Self.inboxLimit else { return draft.reply(.failure(.busy)) }
        inbox.append(draft)
        guard !isWorking else { return }
        if recording().isEmpty, sequence < reserved {
            let batch = takeInbox()
            return deliver(number(batch), answering: batch)
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

    /// Makes `batch` durable and delivers it; nobody sees any of it where that fails.
    private func record(_ batch: [Draft]) async {
        // For the whole batch, whatever modules come and go meanwhile.
        let recorders = recording()
        do {
            if recorders.isEmpty {
                reserved = sequence + Int64(batch.count) + Self.reservation
                try await store.commit([Rooms.recordingStatement(id, sequence: reserved)])
                return deliver(number(batch), answering: batch)
            }
            var messages = number(batch)
            do {
                try await commit(messages, by: recorders)
            } catch StoreError.duplicate {
                for recorder in recorders {
                    for message in try await recorder.earlier(messages.map(\.key)) { remember(message) }
                }
                messages = number(batch)
                try await commit(messages, by: recorders)
            }
            deliver(messages, answering: batch)
        } catch {
            if recorders.isEmpty { reserved = sequence }
            for draft in batch { draft.reply(.failure(.storageUnavailable)) }
        }
    }

    /// The messages that `batch` adds, numbered from the next number on.
    private func number(_ batch: [Draft]) -> [Message] {
        var seen: Set<MessageKey> = []
        let fresh = batch.filter { recent[$0.key] == nil && seen.insert($0.key).inserted }
        let at = now()
        return fresh.enumerated().map { offset, draft in
            Message(
                id: draft.key.id,
                sequence: sequence + 1 + Int64(offset),
                room: id,
                author: draft.key.author,
                text: draft.text,
                at: at
            )
        }
    }

    private func commit(_ messages: [Message], by recorders: [any Recorder]) async throws {
        guard let last = messages.last?.sequence else { return }
        var statements: [Statement] = []
        for recorder in recorders { statements += try await recorder.statements(recording: messages) }
        try await store.commit(statements + [Rooms.recordingStatement(id, sequence: last)])
        // The store knows of no numbers that were set aside before.
        reserved = last
    }

    /// Announces `messages`, which are new in `batch`, and answers all of it.
    private func deliver(_ messages: [Message], answering batch: [Draft]) {
        for message in messages {
            sequence = message.sequence
            remember(message)
            announcer.posted(message)
        }
        for draft in batch {
            draft.reply(recent[draft.key].map { .success($0) } ?? .failure(.storageUnavailable))
        }
        forgetOldest()
    }

    private func remember(_ message: Message) {
        if recent.updateValue(message, forKey: message.key) == nil { recentKeys.append(message.key) }
    }

    private func forgetOldest() {
        guard recentKeys.count > 2 * Self.recentLimit else { return }
        for key in recentKeys.prefix(recentKeys.count - Self.recentLimit) { recent[key] = nil }
        recentKeys.removeFirst(recentKeys.count - Self.recentLimit)
    }
}

extension Message {
    fileprivate var key: MessageKey { MessageKey(author: author, id: id) }
}
