internal import Logging
internal import NIOCore
internal import RoostKit
internal import RoostStore

// The way of messages and their changes: gathered, numbered, recorded, announced, acknowledged.
extension Room {
    /// Takes `draft` in turn.
    nonisolated func submit(_ draft: Draft) {
        if eventLoop.inEventLoop {
            assumeIsolated { $0.accept(draft) }
        } else {
            eventLoop.execute { self.assumeIsolated { $0.accept(draft) } }
        }
    }

    private func accept(_ draft: Draft) {
        guard !isClosed else { return draft.reply(.failure(.notFound)) }
        guard let taken = details.archivedAt == nil ? draft : draft.asRetry else {
            return draft.reply(.failure(.archived))
        }
        if !isWorking, recording().isEmpty, log.sequence < reserved {
            isFailing = false
            let outcome = Batch.outcome(of: taken, after: log, in: id, at: now())
            add(outcome, of: taken)
            taken.reply(outcome.answer)
            return log.trim()
        }
        guard inbox.count < Self.inboxLimit, inboxByteCount < Self.inboxByteLimit else {
            return draft.reply(.failure(.busy))
        }
        inbox.append(taken)
        inboxByteCount += taken.byteCount
        guard !isWorking else { return }
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
        defer { (inbox, inboxByteCount) = ([], 0) }
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
            try await recall(drafts.flatMap(\.known), from: recorders)
            var batch = batch(of: drafts)
            do {
                try await commit(batch, by: recorders)
            } catch StoreError.duplicate {
                try await recall(drafts.compactMap(\.message), from: recorders)
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

    /// Asks the recorders for those of the messages that are not remembered.
    private func recall(_ keys: [MessageKey], from recorders: [any Recorder]) async throws {
        let keys = Set(keys).filter { log.message($0) == nil }
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
        for (draft, outcome) in zip(drafts, batch.outcomes) { add(outcome, of: draft) }
        for (draft, outcome) in zip(drafts, batch.outcomes) { draft.reply(outcome.answer) }
        log.trim()
    }

    /// Takes the entry that is new, and tells those who are there of it, unless it is a message from elsewhere.
    private func add(_ outcome: Batch.Outcome, of draft: Draft) {
        guard case .new(let entry) = outcome else { return }
        if case .posted(let message) = entry, attendance.isUntold(message.author),
            attendance.count <= Attendance.namesOfTelling
        {
            // In a small room nobody speaks who did not come in.
            tellAttendance(isUrgent: true)
        }
        log.append(entry)
        guard !draft.isPast else { return }
        announcer.added(entry)
        if case .posted(let message) = entry { typing.stop(message.author) }
    }
}
