internal import RoostKit

/// What several drafts come to: the entries that they add to a room's sequence, and the answer to each.
struct Batch {
    /// What is new, numbered from the next number on.
    private(set) var entries: [RoomEntry] = []
    /// One for each draft, in their order.
    private(set) var answers: [Result<RoomEntry, ChatError>] = []
    private let room: RoomID
    private let log: RoomLog
    private let at: Int64
    /// The messages that are new or changed, as they are after the entries so far.
    private var messages: [MessageKey: Message] = [:]

    /// What `drafts` come to in `room` after all that `log` has, at this time.
    init(_ drafts: [Draft], after log: RoomLog, in room: RoomID, at: Int64) {
        self.room = room
        self.log = log
        self.at = at
        answers.reserveCapacity(drafts.count)
        for draft in drafts { answers.append(Result { () throws(ChatError) in try take(draft) }) }
    }

    private var sequence: Int64 { log.sequence + Int64(entries.count) }

    private func message(_ key: MessageKey) -> Message? { messages[key] ?? log.message(key) }

    private mutating func take(_ draft: Draft) throws(ChatError) -> RoomEntry {
        let entry: RoomEntry
        switch draft.content {
        case .post(let text, let replyTo):
            if let earlier = message(draft.message) { return .posted(earlier) }
            if let replyTo, replyTo < 1 || replyTo > sequence { throw .noSuchMessage }
            let message = Message(
                id: draft.message.id,
                sequence: sequence + 1,
                room: room,
                author: draft.message.author,
                text: text,
                at: at,
                replyTo: replyTo
            )
            messages[draft.message] = message
            entry = .posted(message)
        case .change(let kind):
            guard let message = message(draft.message), message.room == room,
                !message.isDeleted || kind == .deleted
            else { throw .noSuchMessage }
            let change = MessageChange(
                sequence: sequence + 1,
                room: room,
                message: draft.message,
                kind: kind,
                by: draft.by,
                at: at
            )
            messages[draft.message] = message.after(change)
            entry = .changed(change)
        }
        entries.append(entry)
        return entry
    }
}
