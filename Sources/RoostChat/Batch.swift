internal import RoostKit

/// What several drafts come to: the entries that they add to a room's sequence, and the answer to each.
struct Batch {
    /// What is new, numbered from the next number on.
    private(set) var entries: [RoomEntry] = []
    /// One for each draft, in their order.
    private(set) var answers: [Result<RoomEntry, ChatError>] = []
    private let room: RoomID
    private let at: Int64
    /// The number of the latest entry so far.
    private var sequence: Int64
    /// The messages that are new or changed, as they are after the entries so far; for the drafts after them alone.
    private var messages: [MessageKey: Message] = [:]
    private let isSingle: Bool

    /// What `drafts` come to in `room` after all that `log` has, at this time.
    init(_ drafts: [Draft], after log: RoomLog, in room: RoomID, at: Int64) {
        self.room = room
        self.at = at
        sequence = log.sequence
        isSingle = drafts.count == 1
        answers.reserveCapacity(drafts.count)
        for draft in drafts {
            // The log is not kept, or the room would have to copy it before it takes the entries.
            let message = draft.message.flatMap { messages[$0] ?? log.message($0) }
            if message == nil, case .past(let key, let text, let replyTo, let time) = draft.content {
                let parent = replyTo.flatMap { messages[$0] ?? log.message($0) }
                answers.append(.success(takePast(key, text, replyTo: parent, at: time)))
                continue
            }
            answers.append(Result { () throws(ChatError) in try take(draft.content, about: message) })
        }
    }

    /// The numbers of the entries that are messages from elsewhere among `drafts`, of which the batch is.
    func past(of drafts: [Draft]) -> Set<Int64> {
        Set(
            zip(drafts, answers).compactMap { draft, answer in
                draft.isPast ? (try? answer.get())?.sequence : nil  // What was refused has no entry.
            }
        )
    }

    private mutating func remember(_ message: Message, _ key: MessageKey) {
        if !isSingle { messages[key] = message }
    }

    private mutating func takePast(
        _ key: MessageKey,
        _ text: String,
        replyTo parent: Message?,
        at time: Int64
    ) -> RoomEntry {
        sequence += 1
        let message = Message(
            id: key.id,
            sequence: sequence,
            room: room,
            author: key.author,
            text: text,
            at: time,
            replyTo: parent.flatMap { $0.room == room ? $0.sequence : nil }
        )
        remember(message, key)
        entries.append(.posted(message))
        return .posted(message)
    }

    private mutating func take(_ content: Draft.Content, about message: Message?) throws(ChatError)
        -> RoomEntry
    {
        let entry: RoomEntry
        switch content {
        case .post(let key, let text, let replyTo):
            if let message { return .posted(message) }
            if let replyTo, replyTo < 1 || replyTo > sequence { throw .noSuchMessage }
            let message = Message(
                id: key.id,
                sequence: sequence + 1,
                room: room,
                author: key.author,
                text: text,
                at: at,
                replyTo: replyTo
            )
            remember(message, key)
            entry = .posted(message)
        case .retry:
            guard let message else { throw .archived }
            return .posted(message)
        case .past:
            guard let message else { throw .noSuchMessage }
            return .posted(message)
        case .change(let key, let kind, let user):
            guard let message, message.room == room,
                !message.isDeleted || kind == .deleted
            else { throw .noSuchMessage }
            let change = MessageChange(
                sequence: sequence + 1,
                room: room,
                message: key,
                kind: kind,
                by: user,
                at: at
            )
            remember(message.after(change), key)
            entry = .changed(change)
        case .fact(let name, let payload, let user):
            entry = .noted(
                RoomFact(
                    sequence: sequence + 1,
                    room: room,
                    name: name,
                    by: user,
                    payload: payload,
                    at: at
                )
            )
        }
        entries.append(entry)
        sequence += 1
        return entry
    }
}
