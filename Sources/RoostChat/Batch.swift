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
    /// The messages that are new or changed, as they are after the entries so far.
    private var messages: [MessageKey: Message] = [:]

    /// What `drafts` come to in `room` after all that `log` has, at this time.
    init(_ drafts: [Draft], after log: RoomLog, in room: RoomID, at: Int64) {
        self.room = room
        self.at = at
        sequence = log.sequence
        answers.reserveCapacity(drafts.count)
        for draft in drafts {
            // The log is not kept, or the room would have to copy it before it takes the entries.
            let message = messages[draft.message] ?? log.message(draft.message)
            answers.append(Result { () throws(ChatError) in try take(draft, about: message) })
        }
    }

    private mutating func take(_ draft: Draft, about message: Message?) throws(ChatError) -> RoomEntry {
        let entry: RoomEntry
        switch draft.content {
        case .post(let text, let replyTo):
            if let message { return .posted(message) }
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
            guard let message, message.room == room,
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
        sequence += 1
        return entry
    }
}
