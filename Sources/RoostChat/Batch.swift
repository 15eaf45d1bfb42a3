internal import RoostKit

/// What several drafts come to: the entries that they add to a room's sequence, and the answer to each.
struct Batch {
    /// What became of one draft.
    enum Outcome {
        /// It is a new entry of the sequence.
        case new(RoomEntry)
        /// It was taken before, as this entry.
        case known(RoomEntry)
        case refused(ChatError)

        /// The entry that it added, if it added one.
        var new: RoomEntry? {
            if case .new(let entry) = self { entry } else { nil }
        }

        /// What its sender is told.
        var answer: Result<RoomEntry, ChatError> {
            switch self {
            case .new(let entry), .known(let entry): .success(entry)
            case .refused(let error): .failure(error)
            }
        }
    }

    /// One for each draft, in their order.
    private(set) var outcomes: [Outcome] = []
    private let room: RoomID
    private let at: Int64
    /// The number of the latest entry so far.
    private var sequence: Int64
    /// The messages that are new or changed, as they are after the entries so far; for the drafts after them alone.
    private var messages: [MessageKey: Message] = [:]

    /// What `drafts` come to in `room` after all that `log` has, at this time.
    init(_ drafts: [Draft], after log: RoomLog, in room: RoomID, at: Int64) {
        self.init(after: log.sequence, in: room, at: at)
        outcomes.reserveCapacity(drafts.count)
        for draft in drafts {
            // The log is not kept, or the room would have to copy it before it takes the entries.
            let outcome = outcome(of: draft.content, after: log)
            if case .new(let entry) = outcome { remember(entry, log) }
            outcomes.append(outcome)
        }
    }

    private init(after sequence: Int64, in room: RoomID, at: Int64) {
        self.room = room
        self.at = at
        self.sequence = sequence
    }

    /// What `draft` alone comes to in `room` after all that `log` has, at this time.
    static func outcome(of draft: Draft, after log: RoomLog, in room: RoomID, at: Int64) -> Outcome {
        let batch = Batch(after: log.sequence, in: room, at: at)
        return batch.outcome(of: draft.content, after: log)
    }

    /// What is new, numbered from the next number on.
    var entries: [RoomEntry] { outcomes.compactMap(\.new) }

    private mutating func remember(_ entry: RoomEntry, _ log: RoomLog) {
        sequence = entry.sequence
        switch entry {
        case .posted(let message): messages[message.key] = message
        case .changed(let change):
            if let message = message(change.message, log) { messages[change.message] = message.after(change) }
        case .noted: break
        }
    }

    private func message(_ key: MessageKey, _ log: RoomLog) -> Message? {
        if !messages.isEmpty, let message = messages[key] { return message }
        return log.message(key)
    }

    private func outcome(of content: Draft.Content, after log: RoomLog) -> Outcome {
        switch content {
        case .post(let key, let text, let replyTo):
            if let message = message(key, log) { return .known(.posted(message)) }
            if let replyTo, replyTo < 1 || replyTo > sequence { return .refused(.noSuchMessage) }
            return .new(.posted(newMessage(key, text, replyTo: replyTo, at: at)))
        case .retry(let key):
            return message(key, log).map { .known(.posted($0)) } ?? .refused(.archived)
        case .past(let key, let text, let replyTo, let time):
            if let message = message(key, log) { return .known(.posted(message)) }
            let parent = replyTo.flatMap { message($0, log) }
            let place = parent.flatMap { $0.room == room ? $0.sequence : nil }
            return .new(.posted(newMessage(key, text, replyTo: place, at: time)))
        case .change(let key, let kind, let user):
            guard let message = message(key, log), message.room == room,
                !message.isDeleted || kind == .deleted
            else { return .refused(.noSuchMessage) }
            return .new(
                .changed(
                    MessageChange(
                        sequence: sequence + 1,
                        room: room,
                        message: key,
                        kind: kind,
                        by: user,
                        at: at
                    )
                )
            )
        case .fact(let name, let payload, let user):
            return .new(
                .noted(
                    RoomFact(
                        sequence: sequence + 1,
                        room: room,
                        name: name,
                        by: user,
                        payload: payload,
                        at: at
                    )
                )
            )
        }
    }

    private func newMessage(_ key: MessageKey, _ text: String, replyTo: Int64?, at time: Int64) -> Message {
        Message(
            id: key.id,
            sequence: sequence + 1,
            room: room,
            author: key.author,
            text: text,
            at: time,
            replyTo: replyTo
        )
    }
}
